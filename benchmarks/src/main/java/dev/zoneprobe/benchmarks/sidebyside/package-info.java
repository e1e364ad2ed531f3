// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// zoneprobe beside blackbox_exporter and a bare C loop, in one run: what each reports and what
/// each costs.
@NullMarked
package dev.zoneprobe.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
