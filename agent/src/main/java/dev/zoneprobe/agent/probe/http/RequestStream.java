// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/// Tells the exchange that uses a connection when its request is written, and when the connection
/// is lost.
final class RequestStream extends FilterOutputStream {
  private final Supplier<HttpExchange> exchange;

  RequestStream(OutputStream out, Supplier<HttpExchange> exchange) {
    super(out);
    this.exchange = exchange;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    exchange.get().writesRequest();
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      exchange.get().lostConnection(e);
      throw e;
    }
  }
}
