// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What agents cut, told by the files that they wrote, against what collectors counted.
///
/// Knows nothing of processes.
@NullMarked
package dev.zoneprobe.e2e.chaos.truth;

import org.jspecify.annotations.NullMarked;
