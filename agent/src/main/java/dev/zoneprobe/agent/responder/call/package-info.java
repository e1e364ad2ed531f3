// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// How much memory gRPC calls may take of an agent, whoever makes them.
///
/// Only the responder comes in.
@NullMarked
package dev.zoneprobe.agent.responder.call;

import org.jspecify.annotations.NullMarked;
