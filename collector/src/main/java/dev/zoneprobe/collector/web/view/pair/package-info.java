// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// One pair of zones in detail.
@NullMarked
package dev.zoneprobe.collector.web.view.pair;

import org.jspecify.annotations.NullMarked;
