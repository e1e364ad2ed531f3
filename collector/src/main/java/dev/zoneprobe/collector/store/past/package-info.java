// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// One minute of the history at a time, as far as somebody asks for it.
@NullMarked
package dev.zoneprobe.collector.store.past;

import org.jspecify.annotations.NullMarked;
