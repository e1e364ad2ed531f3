// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Agents, a collector and a real Prometheus together, as processes of their own.
@NullMarked
package dev.zoneprobe.e2e.system;

import org.jspecify.annotations.NullMarked;
