// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import com.google.protobuf.ByteString;

/// What is sent back.
///
/// @param status of HTTP
public record Answer(int status, String contentType, ByteString body) {
  static Answer json(int status, String text) {
    return new Answer(status, "application/json", ByteString.copyFromUtf8(text));
  }

  static Answer text(String contentType, String text) {
    return new Answer(200, contentType, ByteString.copyFromUtf8(text));
  }

  static Answer bytes(ByteString bytes) {
    return new Answer(200, "application/octet-stream", bytes);
  }

  static Answer nothing() {
    return new Answer(204, "text/plain", ByteString.EMPTY);
  }
}
