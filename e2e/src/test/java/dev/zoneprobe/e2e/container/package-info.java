// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Agents and collectors as containers of our images: in networks that stand for zones, and alone
/// to see what they cost.
@NullMarked
package dev.zoneprobe.e2e.container;

import org.jspecify.annotations.NullMarked;
