// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Agents and collectors in processes of their own that are killed, frozen and started again, and
/// the links between them. Every test of chaos comes in.
@NullMarked
package dev.zoneprobe.e2e.chaos.fleet;

import org.jspecify.annotations.NullMarked;
