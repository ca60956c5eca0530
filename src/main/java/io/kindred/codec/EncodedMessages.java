package io.kindred.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes messages whose values are in an encoding other than UTF-8. Keys are UTF-8. */
public final class EncodedMessages implements MessageDecoder {

    private final MessageDecoder messages;
    private final TextEncoding encoding;

    public EncodedMessages(MessageDecoder messages, TextEncoding encoding) {
        this.messages = messages;
        this.encoding = encoding;
    }

    @Override
    public Decoded decode(Message message) throws RejectedInputException {
        byte[] value = message.value();
        if (value == null) {
            return messages.decode(message);
        }
        return messages.decode(
                new Message(
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        message.key(),
                        utf8(value),
                        message.length(),
                        message.headers()));
    }

    private byte[] utf8(byte[] value) throws RejectedInputException {
        Charset charset =
                encoding.charset(
                        Arrays.copyOf(value, Math.min(value.length, TextEncoding.BEGINNING)));
        if (charset.equals(StandardCharsets.UTF_8)) {
            return value;
        }
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(value);
        CharBuffer text =
                CharBuffer.allocate((int) Math.ceil(value.length * decoder.maxCharsPerByte()));
        CoderResult result = decoder.decode(in, text, true);
        text.flip();
        if (result.isError()) {
            throw MalformedText.notIn(
                    charset.name(),
                    Character.codePointCount(text, 0, text.length()) + 1,
                    String.format("%02x", value[in.position()]));
        }
        int mark = text.length() > 0 && text.charAt(0) == '\ufeff' ? 1 : 0;
        return text.subSequence(mark, text.length()).toString().getBytes(StandardCharsets.UTF_8);
    }
}
