// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The latency SLIs of Kubernetes SIG Scalability, as this node sees them (docs/sli.md).
///
/// The reader of settings comes in for the names of their targets; the wiring brings attempts and
/// takes the percentiles.
@NullMarked
package dev.zoneprobe.agent.sli;

import org.jspecify.annotations.NullMarked;
