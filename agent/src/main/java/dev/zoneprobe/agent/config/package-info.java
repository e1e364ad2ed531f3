// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the operator asked for, checked once, immutable.
///
/// Only commands and wiring come in. Each feature owns its settings record and the keys it reads;
/// this package puts them together and reads the targets.
@NullMarked
package dev.zoneprobe.agent.config;

import org.jspecify.annotations.NullMarked;
