<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>monitor::Actions</name>
    <message numerus="yes">
        <source>Start a local ring of %n nodes (%1)</source>
        <translation>
            <numerusform>Start a local ring of %n node (%1)</numerusform>
            <numerusform>Start a local ring of %n nodes (%1)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::ChangeTracker</name>
    <message numerus="yes">
        <source>%n keys were written at %1.</source>
        <translation>
            <numerusform>%n key was written at %1.</numerusform>
            <numerusform>%n keys were written at %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys were deleted or expired at %1.</source>
        <translation>
            <numerusform>%n key was deleted or expired at %1.</numerusform>
            <numerusform>%n keys were deleted or expired at %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::Charts</name>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hops</source>
        <translation>
            <numerusform>%n hop</numerusform>
            <numerusform>%n hops</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lookups</source>
        <translation>
            <numerusform>%n lookup</numerusform>
            <numerusform>%n lookups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomRun</name>
    <message numerus="yes">
        <source>%1 now leads %2: %n key(s).</source>
        <translation>
            <numerusform>%1 now leads %2: %n key.</numerusform>
            <numerusform>%1 now leads %2: %n keys.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomSource</name>
    <message numerus="yes">
        <source>a ring of %n node(s)</source>
        <translation>
            <numerusform>a ring of %n node</numerusform>
            <numerusform>a ring of %n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave %1: %n key(s) move</source>
        <translation>
            <numerusform>Leave %1: %n key moves</numerusform>
            <numerusform>Leave %1: %n keys move</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kill %1: another voter serves its %n key(s)</source>
        <translation>
            <numerusform>Kill %1: another voter serves its %n key</numerusform>
            <numerusform>Kill %1: another voter serves its %n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kill %1: %n key(s) are lost</source>
        <translation>
            <numerusform>Kill %1: %n key is lost</numerusform>
            <numerusform>Kill %1: %n keys are lost</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::Description</name>
    <message numerus="yes">
        <source>%n keys of its own,</source>
        <translation>
            <numerusform>%n key of its own,</numerusform>
            <numerusform>%n keys of its own,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies for others.</source>
        <translation>
            <numerusform>%n copy for others.</numerusform>
            <numerusform>%n copies for others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::EventsPanel</name>
    <message numerus="yes">
        <source>%n events</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n events</source>
        <translation>
            <numerusform>%1 of %n event</numerusform>
            <numerusform>%1 of %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::LogDialog</name>
    <message numerus="yes">
        <source>%n places</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::MessageSentence</name>
    <message numerus="yes">
        <source>accept %n key(s)</source>
        <translation>
            <numerusform>accept %n key</numerusform>
            <numerusform>accept %n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>forget %n record(s)</source>
        <translation>
            <numerusform>forget %n record</numerusform>
            <numerusform>forget %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>send me %n key(s)</source>
        <translation>
            <numerusform>send me %n key</numerusform>
            <numerusform>send me %n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>here are %n key(s)</source>
        <translation>
            <numerusform>here are %n key</numerusform>
            <numerusform>here are %n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>compare: I hold %n key(s) in this range; do you hold the same?</source>
        <translation>
            <numerusform>compare: I hold %n key in this range; do you hold the same?</numerusform>
            <numerusform>compare: I hold %n keys in this range; do you hold the same?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) will not return</source>
        <translation>
            <numerusform>%n node will not return</numerusform>
            <numerusform>%n nodes will not return</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>watch: I still watch %n key(s)</source>
        <translation>
            <numerusform>watch: I still watch %n key</numerusform>
            <numerusform>watch: I still watch %n keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::Names</name>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::NodeWarnings</name>
    <message numerus="yes">
        <source>%n nodes have problems. Select one to see the details.</source>
        <translation>
            <numerusform>%n node has a problem. Select it to see the details.</numerusform>
            <numerusform>%n nodes have problems. Select one to see the details.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n nodes</source>
        <translation>
            <numerusform>Restart %n node</numerusform>
            <numerusform>Restart %n nodes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::RandomRingDialog</name>
    <message numerus="yes">
        <source>%1 bits allow only %n identifiers. Choose fewer nodes or more bits.</source>
        <translation>
            <numerusform>%1 bits allow only %n identifier. Choose fewer nodes or more bits.</numerusform>
            <numerusform>%1 bits allow only %n identifiers. Choose fewer nodes or more bits.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::RangeTexts</name>
    <message numerus="yes">
        <source>The range %1 has no quorum: %n of %2 voters answers; its keys cannot be read or written until a majority of %3 answers or the range is recovered.</source>
        <translation>
            <numerusform>The range %1 has no quorum: %n of %2 voters answers; its keys cannot be read or written until a majority of %3 answers or the range is recovered.</numerusform>
            <numerusform>The range %1 has no quorum: %n of %2 voters answer; its keys cannot be read or written until a majority of %3 answers or the range is recovered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::RingBars</name>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The local ring stops with this window, and its %n keys are lost.</source>
        <translation>
            <numerusform>The local ring stops with this window, and its %n key is lost.</numerusform>
            <numerusform>The local ring stops with this window, and its %n keys are lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::RingKeysPanel</name>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n keys</source>
        <translation>
            <numerusform>%1 of %n key</numerusform>
            <numerusform>%1 of %n keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::RingSession</name>
    <message numerus="yes">
        <source>Starting %n nodes.</source>
        <translation>
            <numerusform>Starting %n node.</numerusform>
            <numerusform>Starting %n nodes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::RingView</name>
    <message numerus="yes">
        <source>A ring of %n nodes.</source>
        <translation>
            <numerusform>A ring of %n node.</numerusform>
            <numerusform>A ring of %n nodes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::StartPage</name>
    <message numerus="yes">
        <source>Start a local ring of %n nodes</source>
        <translation>
            <numerusform>Start a local ring of %n node</numerusform>
            <numerusform>Start a local ring of %n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reopen: %n nodes, %1</source>
        <comment>of a kept ring; when it was used</comment>
        <translation>
            <numerusform>Reopen: %n node, %1</numerusform>
            <numerusform>Reopen: %n nodes, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::TraceText</name>
    <message numerus="yes">
        <source>%1 from %2: found at %3 after %n hops, %4</source>
        <translation>
            <numerusform>%1 from %2: found at %3 after %n hop, %4</numerusform>
            <numerusform>%1 from %2: found at %3 after %n hops, %4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 from %2: not found after %n hops, %3</source>
        <translation>
            <numerusform>%1 from %2: not found after %n hop, %3</numerusform>
            <numerusform>%1 from %2: not found after %n hops, %3</numerusform>
        </translation>
    </message>
</context>
</TS>
