// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.outage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Answers one HTTP request on each connection, but on exactly every nth it never says a word.
final class ForgetfulServer implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> forgotten = new ArrayList<>();
  private final int every;

  /// Starts one that forgets each connection whose number is a multiple of `every`.
  ForgetfulServer(int every) throws IOException {
    this.every = every;
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  private void accept() {
    try {
      for (int number = 1; !listener.isClosed(); number++) {
        Socket connection = listener.accept();
        if (number % every == 0) {
          forgotten.add(connection);
        } else {
          threads.execute(() -> answer(connection));
        }
      }
    } catch (SocketException e) {
      // Closed: the test is over.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(Socket connection) {
    try (connection;
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream response = connection.getOutputStream()) {
      for (String line = request.readLine();
          line != null && !line.isEmpty();
          line = request.readLine()) {
        // Up to the empty line that ends the request.
      }
      response.write(ANSWER);
    } catch (IOException e) {
      // The client went away.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    for (Socket connection : forgotten) {
      connection.close();
    }
  }
}
