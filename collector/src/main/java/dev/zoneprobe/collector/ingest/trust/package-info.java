// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The door that agents come in by: TLS, who they are, and for which node they may speak.
///
/// The gRPC server of `ingest` comes in, and the wiring.
@NullMarked
package dev.zoneprobe.collector.ingest.trust;

import org.jspecify.annotations.NullMarked;
