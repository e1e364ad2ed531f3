// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The collector itself: its own metrics, its process and the JVM under it.
///
/// The wiring hands the registry to whoever counts something; there is no global one.
@NullMarked
package dev.zoneprobe.collector.telemetry;

import org.jspecify.annotations.NullMarked;
