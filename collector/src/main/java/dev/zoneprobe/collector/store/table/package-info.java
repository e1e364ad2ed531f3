// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The tables of the store: SQL, and what rows mean.
///
/// Only the store comes in.
@NullMarked
package dev.zoneprobe.collector.store.table;

import org.jspecify.annotations.NullMarked;
