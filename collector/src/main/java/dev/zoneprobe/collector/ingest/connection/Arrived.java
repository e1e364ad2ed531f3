// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import dev.zoneprobe.wire.InvalidFrameException;

/// A message as it came: read, or what is wrong with its bytes.
///
/// A value and no exception of the marshaller, for which gRPC would write a stack trace: whoever
/// sends garbage must not fill the log.
public sealed interface Arrived<M> {
  /// What was read.
  ///
  /// @throws InvalidFrameException if its bytes are no such message
  M message() throws InvalidFrameException;

  /// Bytes that are a message; what it says has not been looked at.
  record Read<M>(M message) implements Arrived<M> {}

  /// Bytes that are none, or that are too many.
  record Unreadable<M>(InvalidFrameException problem) implements Arrived<M> {
    @Override
    public M message() throws InvalidFrameException {
      throw problem;
    }
  }
}
