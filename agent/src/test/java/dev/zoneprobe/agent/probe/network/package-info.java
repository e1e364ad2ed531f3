// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What probes make of networks that only a test has.
@NullMarked
package dev.zoneprobe.agent.probe.network;

import org.jspecify.annotations.NullMarked;
