// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What happened in one interval on one agent, as a value: the snapshot that travels from the
/// agent's ledger to the collector's matrix, and the histogram inside it.
///
/// Everybody may come in; imports only the words of `dev.zoneprobe.measure`.
@NullMarked
package dev.zoneprobe.measure.interval;

import org.jspecify.annotations.NullMarked;
