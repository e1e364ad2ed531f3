// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the scripts in `image` say and copy on machines that are not like this one.
@NullMarked
package dev.zoneprobe.e2e.container.build;

import org.jspecify.annotations.NullMarked;
