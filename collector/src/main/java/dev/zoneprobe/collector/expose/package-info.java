// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What Prometheus sees: the sums of the zones as metric families.
///
/// The names and labels of `docs/metrics.md` are written here and nowhere else.
@NullMarked
package dev.zoneprobe.collector.expose;

import org.jspecify.annotations.NullMarked;
