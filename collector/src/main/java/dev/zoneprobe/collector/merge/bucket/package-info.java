// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The two ladders of buckets that durations are counted in for Prometheus.
///
/// Only merging and exposition come in.
@NullMarked
package dev.zoneprobe.collector.merge.bucket;

import org.jspecify.annotations.NullMarked;
