// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The simulated network: relays that add distance, and name servers with a view for each zone.
/// Only the demo's wiring and its tests come in; this package knows nothing of zones.
@NullMarked
package dev.zoneprobe.demo.network;

import org.jspecify.annotations.NullMarked;
