// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Proofs that nothing is lost and nothing counted twice, whatever happens to agents, collectors,
/// disks and the network between them.
@NullMarked
package dev.zoneprobe.e2e.chaos;

import org.jspecify.annotations.NullMarked;
