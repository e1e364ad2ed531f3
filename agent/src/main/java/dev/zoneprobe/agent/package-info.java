// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The agent: its commands, and the one place where its parts are put together.
///
/// Nobody comes in; this package knows all others.
@NullMarked
package dev.zoneprobe.agent;

import org.jspecify.annotations.NullMarked;
