// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the operator asked for, read once and checked whole.
///
/// It fills the settings records that the features own; only the commands come in.
@NullMarked
package dev.zoneprobe.collector.config;

import org.jspecify.annotations.NullMarked;
