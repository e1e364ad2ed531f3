// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresProgram(Program.UNBOUND)
final class UnboundTest {
  private static final int TRUNCATED_FLAG = 0x02;
  private static final int RCODE_MASK = 0x0F;

  @ParameterizedTest
  @CsvSource({
    Unbound.ADDRESS + ", A, 127.0.0.1",
    Unbound.ALIAS + ", A, 127.0.0.1",
    Unbound.ONLY_VERSION_6 + ", AAAA, ::1"
  })
  void knowsAddresses(String name, String type, String address) throws Exception {
    try (Unbound unbound = Unbound.start()) {
      assertThat(lookup(unbound, name, type)).containsExactly(address);
    }
  }

  @ParameterizedTest
  @CsvSource({
    Unbound.ADDRESS + ", 0",
    Unbound.ONLY_VERSION_6 + ", 0",
    Unbound.FAILING + ", 2",
    Unbound.MISSING + ", 3",
    Unbound.REFUSED + ", 5"
  })
  void answersWithEachResponseCode(String name, int rcode) throws Exception {
    try (Unbound unbound = Unbound.start()) {
      byte[] header = askOverUdp(unbound.address(), name);

      assertThat(header[3] & RCODE_MASK).isEqualTo(rcode);
    }
  }

  @Test
  void truncatesALongAnswerOverUdpAndGivesItOverTcp() throws Exception {
    try (Unbound unbound = Unbound.start()) {
      byte[] header = askOverUdp(unbound.address(), Unbound.TRUNCATED);
      List<Object> addresses = lookup(unbound, Unbound.TRUNCATED, "A");

      assertThat(header[2] & TRUNCATED_FLAG).isNotZero();
      assertThat(addresses).hasSize(Unbound.MANY);
    }
  }

  /// Looks a name up with the JDK's own DNS client, which turns to TCP after a truncated answer.
  /// JNDI is that client's only door.
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  private static List<Object> lookup(Unbound unbound, String name, String type)
      throws NamingException {
    Map<String, String> environment =
        Map.of(
            Context.INITIAL_CONTEXT_FACTORY,
            "com.sun.jndi.dns.DnsContextFactory",
            Context.PROVIDER_URL,
            "dns://" + unbound.nameserver());
    Attribute found =
        new InitialDirContext(new Hashtable<>(environment))
            .getAttributes(name, new String[] {type})
            .get(type);
    return new ArrayList<>(Collections.list(found.getAll()));
  }

  /// Asks for the addresses of a name in one datagram and returns the answer's header.
  private static byte[] askOverUdp(InetSocketAddress server, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream query = new DataOutputStream(bytes);
    query.write(new byte[] {0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (String label : name.split("\\.", -1)) {
      query.writeByte(label.length());
      query.write(label.getBytes(StandardCharsets.US_ASCII));
    }
    query.write(new byte[] {0, 0, 1, 0, 1});
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(5_000);
      socket.send(new DatagramPacket(bytes.toByteArray(), bytes.size(), server));
      byte[] answer = new byte[512];
      socket.receive(new DatagramPacket(answer, answer.length));
      return answer;
    }
  }
}
