// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What is exposed at zero before it happens, because an increase does not see the value that a
/// series begins with.
@NullMarked
package dev.zoneprobe.collector.expose.zero;

import org.jspecify.annotations.NullMarked;
