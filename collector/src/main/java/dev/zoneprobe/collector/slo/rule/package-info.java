// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Rules for Prometheus, made of objectives: what is recorded, and who is told when.
///
/// Recorded are plain numbers, the same from native and from classic histograms (decision 0040).
@NullMarked
package dev.zoneprobe.collector.slo.rule;

import org.jspecify.annotations.NullMarked;
