// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The agent on a starved host: whether attempts that its own noise has spoilt are told apart.
@NullMarked
package dev.zoneprobe.e2e.noise;

import org.jspecify.annotations.NullMarked;
