// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// A part of the history, as one collector asks another for it and as that one answers.
@NullMarked
package dev.zoneprobe.collector.web.replica.part;

import org.jspecify.annotations.NullMarked;
