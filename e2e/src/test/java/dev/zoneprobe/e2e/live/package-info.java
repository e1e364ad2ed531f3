// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Dashboards, rules and alerts on the demo as it runs, with real Prometheus servers and a real
/// Alertmanager, from a fault in the network to the call of a pager. Nobody comes in.
@NullMarked
package dev.zoneprobe.e2e.live;

import org.jspecify.annotations.NullMarked;
