// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Unit tests of the rules, for promtool: that each alert fires when the arithmetic says so, and
/// that nothing fires for reasons that prove nothing.
@NullMarked
package dev.zoneprobe.collector.slo.proof;

import org.jspecify.annotations.NullMarked;
