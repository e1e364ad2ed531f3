// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the agent shows to the collector, and how it knows that it is the collector.
///
/// The wiring comes in; whoever reports is given a channel and need not know.
@NullMarked
package dev.zoneprobe.agent.report.trust;

import org.jspecify.annotations.NullMarked;
