// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What peers see of an agent that is told to stop. Nobody comes in.
@NullMarked
package dev.zoneprobe.e2e.drain;

import org.jspecify.annotations.NullMarked;
