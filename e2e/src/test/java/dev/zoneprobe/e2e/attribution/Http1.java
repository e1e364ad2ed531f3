// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// HTTP/1.1: a head, then a body, to each request.
record Http1(Delay delay) implements StagedServer.Language {
  @Override
  public String applicationProtocol() {
    return "http/1.1";
  }

  @Override
  public void speak(Socket connection) throws IOException {
    BufferedReader requests =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    OutputStream out = connection.getOutputStream();
    while (true) {
      readHead(requests);
      delay.pass(Stage.FIRST_BYTE);
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      delay.pass(Stage.BODY);
      out.write("fine".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void readHead(BufferedReader requests) throws IOException {
    String line;
    do {
      line = requests.readLine();
      if (line == null) {
        throw new EOFException();
      }
    } while (!line.isEmpty());
  }
}
