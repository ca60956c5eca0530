package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.model.Descriptor;
import io.kindred.temporal.Interval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the field {@code descriptors} of the record format. */
final class DescriptorReader {

    static final String DESCRIPTORS = "descriptors";
    static final String ATTR = "attr";
    static final String VALUE = "value";
    static final String START = "start";
    static final String END = "end";

    private final TimePoints times;
    private final UnknownFields unknown;

    DescriptorReader(TimePoints times, UnknownFields unknown) {
        this.times = times;
        this.unknown = unknown;
    }

    List<Descriptor> readAll(JsonParser json) throws IOException, RejectedInputException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new RejectedInputException(
                    DESCRIPTORS + " is " + JsonLine.found(json) + ", expected an array");
        }
        List<Descriptor> all = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            all.add(readElement(json, all.size()));
        }
        return all;
    }

    private Descriptor readElement(JsonParser json, int index)
            throws IOException, RejectedInputException {
        try {
            return read(json);
        } catch (RejectedInputException e) {
            throw e.within(DESCRIPTORS + "[" + index + "]");
        }
    }

    private Descriptor read(JsonParser json) throws IOException, RejectedInputException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new RejectedInputException("expected an object, found " + JsonLine.found(json));
        }
        SeenFields seen = new SeenFields();
        Optional<String> attr = Optional.empty();
        Optional<String> value = Optional.empty();
        long start = Interval.MIN;
        long end = Interval.MAX;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            boolean given = json.nextToken() != JsonToken.VALUE_NULL;
            switch (name) {
                case ATTR -> {
                    seen.add(name);
                    attr = Optional.of(JsonLine.string(json, ATTR));
                }
                case VALUE -> {
                    seen.add(name);
                    value = Optional.of(JsonLine.scalar(json, VALUE));
                }
                case START -> {
                    seen.add(name);
                    start = given ? times.read(json, START) : Interval.MIN;
                }
                case END -> {
                    seen.add(name);
                    end = given ? times.read(json, END) : Interval.MAX;
                }
                default -> unknown.read(json, name, "attr, value, start or end");
            }
        }
        return descriptor(attr, value, TimePoints.interval(start, end));
    }

    private static Descriptor descriptor(
            Optional<String> attr, Optional<String> value, Interval interval)
            throws RejectedInputException {
        String attribute = required(attr, ATTR);
        if (attribute.isEmpty()) {
            throw new RejectedInputException("attr is empty");
        }
        return new Descriptor(attribute, required(value, VALUE), interval);
    }

    private static String required(Optional<String> field, String name)
            throws RejectedInputException {
        return field.orElseThrow(() -> new RejectedInputException(name + " is missing"));
    }
}
