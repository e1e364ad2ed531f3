// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Many pairs or targets at a glance.
@NullMarked
package dev.zoneprobe.collector.web.view.matrix;

import org.jspecify.annotations.NullMarked;
