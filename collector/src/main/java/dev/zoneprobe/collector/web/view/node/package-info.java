// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Each node, as a source and as a destination.
@NullMarked
package dev.zoneprobe.collector.web.view.node;

import org.jspecify.annotations.NullMarked;
