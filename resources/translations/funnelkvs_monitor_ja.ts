<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name>monitor::ChainCheck</name>
    <message>
        <source>%1 knows no successor; it should be %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The successor of %1 is %2, but should be %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 knows no predecessor; it should be %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The predecessor of %1 is %2, but should be %3.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::ChangeTracker</name>
    <message>
        <source>nobody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2) has joined.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has left the ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is back: it was started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is leaving: it hands its keys over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the successor is %2 now; it was %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the predecessor is %2 now; it was %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 repaired a copy that differed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 repaired %2 copies that differed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key of %1 is owned by %2 now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 keys of %2 are owned by %3 now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::Charts</name>
    <message>
        <source>Charts: keys on each node, hops, durations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no keys yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean %1, the fullest holds %2 times that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys on each node, around the ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no lookups yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean %1 of %2 lookups; ½ log₂ N is %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hops of lookups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no operations yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>half take up to %1, 99 of 100 up to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long operations took</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomRun</name>
    <message>
        <source>It was killed and is silent; its memory is gone. Restart it to bring it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node is up that could be asked. Restart one, or let one join.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is down and cannot be asked. Choose another node.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 went down before it answered. Ask another node.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not in the ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has a new value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 went down before it found %2. Ask another node.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 belongs to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every place of the ring has had its node. Let one join at a place that is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That identifier does not fit %1 bits. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stands there, dead. Restart it, or choose another identifier.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stands there already. Choose another identifier.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not down, so that there is nothing to restart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no member of the ring, so that it cannot leave.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is down already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was killed: it is silent from now on, and nobody knows yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is dead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was killed before that was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 knows no predecessor now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes %2 for its predecessor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes %2 for its successor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has joined the ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not join: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has found that %2 does not answer, and takes it for dead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 owns another range now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 owns the keys behind %2 up to %3 now: %n key(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has given keys to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has handed its keys over and left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not leave: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomSettings</name>
    <message>
        <source>the textbook ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A ring needs at least one node.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The classroom holds at most %1 nodes: choose fewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The classroom holds at most %1 keys: choose fewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message takes from 1 to %1 ms: choose a delay in that range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifiers have from %1 to %2 bits: choose a width in that range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A node&apos;s identifier does not fit %1 bits: choose a wider ring or another identifier.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two nodes have the same identifier: choose another for one of them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomSource</name>
    <message>
        <source>Another ring was opened before that was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>a ring of %n node(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No node of the ring is up. Restart one, or let one join.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every node is dead already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node is dead: there is nothing to restart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The classroom holds at most %1 nodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That node is not in the ring any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is up: there is nothing to restart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is dead. Restart it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is leaving already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has not joined yet. Let time pass until it has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Leave %1: %n key(s) move</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kill %1: replicas of %n key(s) take over</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kill %1: %n key(s) are lost</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Restart %1 with empty memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This never happened: you went back to before it and did something else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You acted in the past: what came later, until %1 s, will not happen.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::Description</name>
    <message>
        <source>alive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>joining</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leaving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node %1, %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It knows no other node.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successor %1, predecessor %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successor %1, predecessor unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n keys of its own,</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies for others.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Key %1, %2, at its owner %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy of key %1, %2, at its replica %3.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::EventsModel</name>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>joined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>died</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keys moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>repaired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::Exporter</name>
    <message>
        <source>%1 could not be written: %2. Choose another place or name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::FailureText</name>
    <message>
        <source>its name does not resolve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no connection in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what it answers is not HTTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 speaks TLS, and this program asks without. Give the address of a node that takes plain HTTP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name in %1 does not resolve. Check its spelling, or give the IP address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing listens at %1 (connection refused). Start a node there, or check the port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be reached: no connection in time. Check the address, the network and firewalls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes connections but does not answer. Is it a node of FunnelKVS? If so, it may be stuck: look at its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something listens at %1, but it does not speak HTTP. Give the address of a node of FunnelKVS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2. Check the address and the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A web server answers at %1, but what it says of itself is not what a node says: %2. Its version may be another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A web server answers at %1, but it is no node of FunnelKVS (HTTP status %2). Check the port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> It may have happened nevertheless: look before you try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed: %2 cannot be reached (%3). Nothing was sent. Try through another node.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed: %2 did not answer (%3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed: there is no such key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed: the value is another one by now. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed: the ring cannot do it now: %2. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was refused by %2: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed: the answer of %2 makes no sense (%3).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::FingersModel</name>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::Inspector</name>
    <message>
        <source>Choose a node or a key: click it on the ring or in the table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finger table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of this node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>itself: it knows no other node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predecessor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 owned, %2 copies, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago; what stands here was true then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys (the first %1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>would be %1; no node lists this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its value has not been read. Press Get.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::KeyRequests</name>
    <message>
        <source>“%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storing %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced the value of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read %1: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleting %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking up %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked up %1: it belongs to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>identifiers of different widths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking %1 to leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 hands its keys over and leaves.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::KeysModel</name>
    <message>
        <source>owned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::Legend</name>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>alive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>joining</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leaving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how many, at owners</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at its owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how many copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copy at a replica</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pointers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>successor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predecessor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrong pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hop of a lookup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the selected node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>further successor</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::LessonPanel</name>
    <message>
        <source>Lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the lesson is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %v of %m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predict first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lookups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>½ log₂ N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let it happen in the ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on to the next step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin this lesson anew, with its ring as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;End lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the lesson; the ring stays as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No lesson is open. Choose one from the menu Lessons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lesson %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That was the lesson.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You predicted %1 of %2 right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not so. The answer: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running. Watch the ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That did not work out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Start the lesson again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run without a prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::LessonRunner</name>
    <message>
        <source>It did not happen within %1 s: something else was done to the ring meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::Lessons</name>
    <message>
        <source>Crash and repair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies on the next nodes outlive a crash, and repair makes up for the copy that was lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every key lies at its owner and at the next two nodes. K54 lies at N56, which owns it, and on N1 and N8, where it is drawn hollow. A write is acknowledged when a majority of the three has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The owner crashes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N56 is about to crash: it falls silent and tells nobody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who will own K54?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody: it is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N51</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N1, the next node, owns K54 now, and had its copy all the time. It took a few seconds: a node is taken for dead only after several questions without an answer, and N1 must not serve before it is certain that N56 has stopped to. For that, an owner holds a lease that ends when it is not renewed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is it still there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N42 is asked for K54.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will it answer?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An older value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is read from N1. An acknowledged write survives as long as one holder of it lives until repair is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of three copies two are left, on N1 and N8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who gets the third?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N14</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N21</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N14, since the copies belong on the owner N1 and the next two nodes. N1 compares a sum of what it holds with each of them, and sends only what differs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node comes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N56 starts again, with empty memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will it own K54 again?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No, N1 keeps it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes, when it has a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes, at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N56 has joined like any new node, and got its keys from N1 before it owned them. An owner without its keys would answer that there is no such key, and be wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consistent hashing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When a node joins or leaves, only the keys between it and the node before it move.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes and keys on one ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the example of the Chord paper (TON, Fig. 2). Names are hashed to numbers from 0 to 63, for nodes and for keys, and both stand on the same ring. K54 is the key &quot;oak&quot;.

A key belongs to its successor: the first node at its number or behind it, clockwise. So K10 belongs to N14, K24 and K30 to N32, K38 to N38, and K54 to N56.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A node joins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N26 is about to join, between N21 and N32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which keys will move?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K24, from N32 to N26</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K24 and K30, to N26</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K30, from N32 to N26</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About half of all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only K24 has moved, from N32 to N26. N26 owns 22 to 26 now, and K24 is the only key there. K30 lies behind N26 and stays with N32. No other node has anything to do with it.

A node that joins a ring of N nodes takes over about one key in N, and all of them from one node, its successor (TON, section IV-B). With &quot;key modulo number of nodes&quot; instead, all five keys would have moved when the eleventh node came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A node leaves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N26 leaves again. It hands its keys over before it goes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where does K24 go?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To N21, the node before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To N32, the node behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keys are dealt out again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K24 is back at N32, which is the first node behind 24 again. Again, no other key has moved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A join, pointer by pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new node changes only itself; stabilization tells its neighbours, and fingers follow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding the place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N26 wants to join. It has been told of one node, N1, and knows nothing else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How does it find its successor?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It asks every node in turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N1 knows all nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It looks up its own number, 26</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It waits until one calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N26 has looked up 26, as it would a key, and found N32: that is its successor now. It has changed nothing but its own pointers. N21 and N32 know nothing of it yet (TON, section IV-E.1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N26 points at N32, but nobody points at N26.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which node hears of N26 next?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N26 asks its successor N32 for its neighbours and then notifies it: &quot;I may be your predecessor.&quot; 26 lies between N21 and N32, so that N32 takes it for its predecessor (TON, Fig. 6).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stabilize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N21 still takes N32 for its successor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How does N21 learn of N26?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N26 calls it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N32 calls it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It asks N32 who precedes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It never does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every few seconds each node asks its successor: who is your predecessor? N32 names N26 now, which lies between them. N21 makes sure that N26 answers, and takes it for its successor. The ring is closed again, and at no moment was it open: until then lookups went past N26.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K24 lay at N32. It belongs to N26 as soon as that is a member.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N32 copies K24 to N26 first, then stops serving it, then hands it over. Only then does N26 answer for it: there is never a moment with two owners. (The paper leaves this to the program that uses Chord; this is how FunnelKVS does it.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The fingers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N8 has fingers to the first nodes at 9, 10, 12, 16, 24 and 40. Finger 5, for 24, is N32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which finger of N8 will change?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finger 4, for 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finger 5, for 24</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N8 looks its fingers up again, one every few seconds, and finds that N26 is now the first node at 24 or behind it. Until then its lookups were right all the same: fingers make them fast, successors make them right (TON, section IV-E.2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lookup in O(log N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With fingers that reach twice as far each time, a lookup asks about ½ log₂ N nodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fingers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every node knows its successor, and that alone would be enough to find every key, one node after the other. To be faster, a node keeps fingers: finger i of N8 is the first node at 8 + 2^(i-1) or behind it.

8+1, 8+2 and 8+4 lead to N14, 8+8 to N21, 8+16 to N32, and 8+32 to N42 (TON, Table I and Fig. 3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One lookup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N8 wants K54. It does not know N56, which owns it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which node does N8 ask first?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N42</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N56</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N8 asks N42: of all the nodes it knows it is the closest that lies before 54. N42 knows N51 by a finger of its own. N51 sees that 54 lies between itself and its successor N56, so that K54 belongs to N56 (TON, Fig. 5). The last message only makes sure that N56 is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Many lookups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each question at least halves the way that is left. Now rings of 8 up to %1 nodes are built beside this one, and in each %2 random keys are looked up from random nodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many nodes does a lookup ask in a ring of %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About 10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About 32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About 512</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About ½ log₂ N nodes are asked the way, here about 5. Written as a binary number, the distance to the key has log₂ N digits that matter; a finger clears one digit that is 1, and half of them are 0 already (TON, section VI-C and Fig. 10). Twice the nodes cost half a question more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why successor lists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A ring is as strong as its successor lists: it holds as long as not all of one list die at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One successor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In this ring each node knows just one node ahead, its successor. N21 knows N32. It has fingers further on, but between N32 and a finger there may be nodes that it has never heard of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It crashes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N32 is about to crash. At the same moment N21 looks up K30, which will belong to N38, the next node that lives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will N21 find N38?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes, after a timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No: nothing leads there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The lookup has failed. N21 has taken N32 for dead and has no successor left; N38 is well, but nothing leads from N21 to it: the ring is broken. Chord is right only as long as every node knows its successor (TON, section IV-E.3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The long way round</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper&apos;s protocol has no way on from here. A node of FunnelKVS turns to the one neighbour it has left, its predecessor, and goes back around the ring: each node it asks names the one before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many nodes does N21 ask until it has N38?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4, by its fingers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8, all that are left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N21 took N14 for its successor, then N8, N1, N56, N51, N48, N42, and at last N38: all the others there are, one every two seconds or so. Of a thousand nodes it would have been a thousand, and all the while lookups went astray.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three successors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same ring once more, but with lists of three: N21 knows N32, N38 and N42. Again N32 crashes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whom will N21 take for its successor?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N14, as before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N38, at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N38, as soon as N32 is taken for dead: it is next in the list. The lookup found it, too. The ring breaks only if all three die before the list is filled again: if each node fails with probability p, with p³ (TON, section IV-E.3).

Lists keep the ring together, not the keys: K24 and K30 had no other copy and are lost. That is what replicas are for.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::LiveSource</name>
    <message>
        <source>There is no ring yet. Start a local one, or connect to a node.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ring is still being opened. Wait a moment, or cancel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This ring was not started here, so it is read-only. Unlock it to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node of this ring answers. Restart one, or connect to another ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only nodes that this program started can be killed. Ask a node to leave instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node that this program started has ended, so there is none to restart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program starts at most %1 nodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The nodes of this ring are on other machines, and could not reach one that is started here. Start it there: funnelkvs node --join %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node of this ring answers, so there is none to join.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a node first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not started by this program, so it cannot be killed. Ask it to leave instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not started by this program. Start it again on its machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer, so it cannot be asked to leave.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is leaving already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave %1: its key is lost, it is the last node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave %1: %2 keys are lost, it is the last node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave %1: 1 key moves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave %1: %2 keys move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key has at least one byte. Type a key first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key has %1 bytes; at most %2 are allowed. Choose a shorter one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node of this ring answers now. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node could not be started: %1. Its log is %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given up: another ring was opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Write a node&apos;s address like 127.0.0.1:11000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>local ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 joined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %1 joined, stabilizing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A node has joined at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node at %1 runs again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was killed. Restart brings it back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::LocalCluster</name>
    <message>
        <source>The program funnelkvs, which every node is, was not found beside this program (in %1) nor in PATH. Install it, or put its folder into PATH.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 for the logs cannot be made. Check who may write there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node %1 of %2 could not be started: %3. The others were stopped again. Its log is %4.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::LocalNode</name>
    <message>
        <source>%1 cannot be started (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was killed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process was ended from outside or crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process ended by itself with exit code %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process ended by itself with exit code %1, and said: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::MainWindow</name>
    <message>
        <source>LIVE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLASSROOM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen %1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FunnelKVS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes of the ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trace of lookups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trace, events, charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n nodes are in trouble. Choose one to see what it is.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A ring is being opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(read-only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – FunnelKVS</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n live nodes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>the ring is whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the ring is not whole yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no ring yet. Start or open one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a node first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Start a local ring of %n nodes (%1)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a key into the field above first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join at an identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the new node shall stand (a number, or hexadecimal digits):</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no identifier of this ring of %2 bits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was killed. Its successor takes over its keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log %1 cannot be read: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log of %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node or key that is known here begins with “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join at…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the lookup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock this ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step: message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step: round</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the textbook ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a node…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replay what was recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return to the live ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a recording or snapshot…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the ring (PNG, SVG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the table of nodes (CSV)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the snapshot (JSON)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a node or key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presenter mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About FunnelKVS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes when the program is started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast time passes; 1× is as in life</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>find a node or key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;FunnelKVS monitor %1&lt;/h3&gt;&lt;p&gt;Shows a ring of FunnelKVS nodes, drives it, and teaches with it.&lt;/p&gt;&lt;p&gt;Built with Qt %2, running with Qt %3.&lt;/p&gt;&lt;p&gt;The ring follows the Chord paper (Stoica et al., IEEE/ACM Transactions on Networking 11(1), 2003). Colours by Okabe and Ito.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n nodes are being started.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is being asked for its ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This ring belongs to others: it is shown, and cannot be changed by mistake.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a recording or snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings and snapshots (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the table of nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshots (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::MessageSentence</name>
    <message>
        <source>lookup: who comes next on the way to %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lookup: I know no way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lookup: it belongs to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lookup: ask %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>join: do you belong to the ring?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stabilize: who is your predecessor?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>who are your neighbours?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>my predecessor is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I know no predecessor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>are you there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I am here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>notify: I may be your predecessor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have left the ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lease: may I serve my keys?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lease: you may</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lease: not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you own the keys behind %1 up to %2 now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I own them now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I cannot take them</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>keep copies of %n key(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>forget %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keep a copy of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I do not keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>take %n key(s) that I need not keep</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>they are safe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>repair: I hold %n key(s) here; the same as you?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>repair: the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>repair: this is what I hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send me %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>send me %n key(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>here is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>here are %n key(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>everybody has forgotten these keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>get %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>put %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the value is another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that is not my key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not my key: ask %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::Names</name>
    <message>
        <source>%1… (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::NodesModel</name>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predecessor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>itself</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::ObservedRing</name>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At %1 answers a node that calls itself %2. Another program may have taken the port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node at %1 belongs to another ring: it has identifiers of %2 bits and %3 replicas, this ring %4 bits and %5 replicas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node at %1 says that its identifier is “%2”, which is none of this ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another program answers at its address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2) is named by other nodes but has never answered here: %3. What it holds is not known. Check that this machine can reach it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended %2 ago: %3. %4 Restart it to bring it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> To bring it back, start it again on its machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has not answered for %2 (%3). %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It owned no keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its keys are read from %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its keys cannot be read: this ring keeps no replicas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The nodes with the replicas of its keys do not answer either.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::RecordingFile</name>
    <message>
        <source>The recording is too large to be opened: it would take more than %1 MB of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is damaged. %1 Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording is empty: it has no frame to show. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is no JSON text, or not whole. %1 Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording could not be written to %1: %2. Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be opened: %2. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is too large to be opened: it has %2 MB, and %3 MB are the limit.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::ReplaySource</name>
    <message>
        <source>This is a recording: what happened cannot be changed. Connect to a ring, or open the textbook ring.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::RingDiagnosis</name>
    <message>
        <source>…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>names, count</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are %1 rings that do not know each other: %2. A key stored in one is not found in the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>And %1 more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::RingView</name>
    <message>
        <source>Ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>A ring of %n nodes.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::Scene</name>
    <message>
        <source>joining</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leaving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::StartPage</name>
    <message>
        <source>No ring yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes of the local ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Start a local ring of %n nodes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Real nodes on this computer. They end with this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the textbook ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The example of the Chord paper, simulated: it can be stopped and stepped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of a node, host:port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any node of a ring that runs; the others are found from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::Timeline</name>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no events</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::TracePanel</name>
    <message>
        <source>Lookups and their hops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look a key up, and each step it takes through the ring is told here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>monitor::TraceText</name>
    <message>
        <source>%1 looks at its own range: %2 is in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 looks at its own tables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 remembers from earlier that %2 owns this part of the ring, and asks it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks its successor %2: %3 lies between them, so %2 owns it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 names its successor %2: %3 lies between them, so %2 owns it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks %2 from its successor list: the closest known before %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 names %2 from its successor list: the closest it knows before %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks finger %2, %3: the closest known before %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 names its finger %2, %3: the closest it knows before %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 from %2: found at %3 after %n hops, %4</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>It does not answer; the lookup steps back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 owns %2: it is the first node at or after %3 on the ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies are kept by %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
