// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What several views are made of.
@NullMarked
package dev.zoneprobe.collector.web.view.part;

import org.jspecify.annotations.NullMarked;
