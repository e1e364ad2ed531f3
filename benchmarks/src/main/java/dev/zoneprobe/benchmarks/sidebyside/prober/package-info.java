// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The probers that are compared, each as a process of its own, and what they probe.
@NullMarked
package dev.zoneprobe.benchmarks.sidebyside.prober;

import org.jspecify.annotations.NullMarked;
