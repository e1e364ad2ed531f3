// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// How the agent proves to the collector who it is, and checks that it talks to the collector.
///
/// Only the wiring comes in; delivery is given channels that are made so.
@NullMarked
package dev.zoneprobe.agent.report.trust;

import org.jspecify.annotations.NullMarked;
