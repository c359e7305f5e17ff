<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name>monitor::About</name>
    <message>
        <source>About FunnelKVS</source>
        <translation>FunnelKVS について</translation>
    </message>
    <message>
        <source>&lt;h3&gt;FunnelKVS monitor %1&lt;/h3&gt;&lt;p&gt;Shows a ring of FunnelKVS nodes, drives it, and teaches with it.&lt;/p&gt;&lt;p&gt;Built with Qt %2, running with Qt %3.&lt;/p&gt;&lt;p&gt;The ring follows the Chord paper (Stoica et al., IEEE/ACM Transactions on Networking 11(1), 2003). Colours by Okabe and Ito.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;FunnelKVS モニター %1&lt;/h3&gt;&lt;p&gt;FunnelKVS のノードのリングを表示し、操作し、学ぶためのプログラムです。&lt;/p&gt;&lt;p&gt;Qt %2 で作成、Qt %3 で実行中。&lt;/p&gt;&lt;p&gt;リングは Chord の論文（Stoica ほか、IEEE/ACM Transactions on Networking 11(1), 2003）に従います。配色は岡部・伊藤によります。&lt;/p&gt;&lt;p&gt;GNU General Public License バージョン 3 またはそれ以降のもとでのフリーソフトウェアです。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>monitor::ActionDialogs</name>
    <message>
        <source>Join at an identifier</source>
        <translation>識別子を指定して参加</translation>
    </message>
    <message>
        <source>Where the new node shall stand (a number, or hexadecimal digits):</source>
        <translation>新しいノードの位置（数、または 16 進数字）：</translation>
    </message>
    <message>
        <source>Cut a link</source>
        <translation>リンクの切断</translation>
    </message>
    <message>
        <source>Cut the link between %1 and this node:</source>
        <translation>%1 とのリンクを切断するノード：</translation>
    </message>
</context>
<context>
    <name>monitor::Actions</name>
    <message>
        <source>There is no ring yet. Start or open one first.</source>
        <translation>まだリングがありません。先に起動するか開いてください。</translation>
    </message>
    <message>
        <source>Start ring</source>
        <translation>リングを起動</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>参加</translation>
    </message>
    <message>
        <source>Join at…</source>
        <translation>位置を指定して参加…</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>離脱</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>強制終了</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Isolate</source>
        <translation>孤立させる</translation>
    </message>
    <message>
        <source>Cut link…</source>
        <translation>リンクを切断…</translation>
    </message>
    <message>
        <source>Heal links</source>
        <translation>リンクを復旧</translation>
    </message>
    <message>
        <source>Show its log</source>
        <translation>ログを表示</translation>
    </message>
    <message>
        <source>Unlock this ring</source>
        <translation>このリングのロックを解除</translation>
    </message>
    <message>
        <source>Put</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>取得</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Clear the lookup</source>
        <translation>検索の表示を消す</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>再生</translation>
    </message>
    <message>
        <source>Step: message</source>
        <translation>1 メッセージ進む</translation>
    </message>
    <message>
        <source>Step: round</source>
        <translation>1 巡進む</translation>
    </message>
    <message>
        <source>Open the textbook ring</source>
        <translation>教科書のリングを開く</translation>
    </message>
    <message>
        <source>Open a random ring…</source>
        <translation>ランダムなリングを開く…</translation>
    </message>
    <message>
        <source>Connect to a node…</source>
        <translation>ノードに接続…</translation>
    </message>
    <message>
        <source>Close the ring</source>
        <translation>リングを閉じる</translation>
    </message>
    <message>
        <source>Replay what was recorded</source>
        <translation>記録を再生</translation>
    </message>
    <message>
        <source>Return to the live ring</source>
        <translation>ライブのリングに戻る</translation>
    </message>
    <message>
        <source>Save the recording…</source>
        <translation>記録を保存…</translation>
    </message>
    <message>
        <source>Open a recording or snapshot…</source>
        <translation>記録またはスナップショットを開く…</translation>
    </message>
    <message>
        <source>Export the ring (PNG, SVG)…</source>
        <translation>リングを書き出す（PNG、SVG）…</translation>
    </message>
    <message>
        <source>Export the table of nodes (CSV)…</source>
        <translation>ノードの表を書き出す（CSV）…</translation>
    </message>
    <message>
        <source>Export the snapshot (JSON)…</source>
        <translation>スナップショットを書き出す（JSON）…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Find a node or key</source>
        <translation>ノードやキーを探す</translation>
    </message>
    <message>
        <source>Copy the identifier</source>
        <translation>識別子をコピー</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>凡例</translation>
    </message>
    <message>
        <source>Presenter mode</source>
        <translation>発表モード</translation>
    </message>
    <message>
        <source>Go to the ring</source>
        <translation>リングへ移動</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>About FunnelKVS</source>
        <translation>FunnelKVS について</translation>
    </message>
    <message numerus="yes">
        <source>Start a local ring of %n nodes (%1)</source>
        <translation>
            <numerusform>ノード %n 個のローカルリングを起動（%1）</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a node first.</source>
        <translation>先にノードを選んでください。</translation>
    </message>
</context>
<context>
    <name>monitor::ChainCheck</name>
    <message>
        <source>%1 knows no successor; it should be %2.</source>
        <translation>%1 は後続ノードを知りません。本来は %2 です。</translation>
    </message>
    <message>
        <source>The successor of %1 is %2, but should be %3.</source>
        <translation>%1 の後続ノードは %2 ですが、本来は %3 です。</translation>
    </message>
    <message>
        <source>%1 knows no predecessor; it should be %2.</source>
        <translation>%1 は先行ノードを知りません。本来は %2 です。</translation>
    </message>
    <message>
        <source>The predecessor of %1 is %2, but should be %3.</source>
        <translation>%1 の先行ノードは %2 ですが、本来は %3 です。</translation>
    </message>
</context>
<context>
    <name>monitor::ChangeTracker</name>
    <message>
        <source>nobody</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>%1 (%2) has joined.</source>
        <translation>%1（%2）が参加しました。</translation>
    </message>
    <message>
        <source>%1 has left the ring.</source>
        <translation>%1 がリングから離脱しました。</translation>
    </message>
    <message>
        <source>%1 is back: it was started again.</source>
        <translation>%1 が戻りました。起動し直されました。</translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation>%1 が再び応答しています。</translation>
    </message>
    <message>
        <source>%1 was started again.</source>
        <translation>%1 は起動し直されました。</translation>
    </message>
    <message>
        <source>%1 is leaving: it hands its keys over.</source>
        <translation>%1 は離脱中です。キーを引き渡しています。</translation>
    </message>
    <message>
        <source>%1: the successor is %2 now; it was %3.</source>
        <translation>%1：後続ノードが %3 から %2 に変わりました。</translation>
    </message>
    <message>
        <source>%1: the predecessor is %2 now; it was %3.</source>
        <translation>%1：先行ノードが %3 から %2 に変わりました。</translation>
    </message>
    <message>
        <source>A key of %1 is owned by %2 now.</source>
        <translation>%1 のキー 1 個の所有者が %2 になりました。</translation>
    </message>
    <message>
        <source>%1 keys of %2 are owned by %3 now.</source>
        <translation>%2 のキー %1 個の所有者が %3 になりました。</translation>
    </message>
    <message>
        <source>%1 sent a record to a replica that lacked it.</source>
        <translation>%1 が、欠けていたレコード 1 個をレプリカに送りました。</translation>
    </message>
    <message>
        <source>%1 sent %2 records to replicas that lacked them.</source>
        <translation>%1 が、欠けていたレコード %2 個をレプリカに送りました。</translation>
    </message>
    <message>
        <source>%1 leads the range %2 now; it was %3.</source>
        <translation>範囲 %2 のリーダーが %3 から %1 に変わりました。</translation>
    </message>
    <message>
        <source>The range %1 was recovered after a majority of its voters was lost. The log of its leader says whether acknowledged writes may be lost.</source>
        <translation>範囲 %1 は投票ノードの過半数を失った後に復旧されました。完了と応答した書き込みが失われた可能性があるかどうかは、リーダーのログでわかります。</translation>
    </message>
    <message>
        <source>The range %1 is served again.</source>
        <translation>範囲 %1 は再び利用できます。</translation>
    </message>
</context>
<context>
    <name>monitor::Charts</name>
    <message>
        <source>Charts: keys on each node, hops, durations</source>
        <translation>グラフ：ノードごとのキー数、ホップ数、所要時間</translation>
    </message>
    <message>
        <source>no keys yet</source>
        <translation>まだキーがありません</translation>
    </message>
    <message>
        <source>mean %1, the fullest holds %2 times that</source>
        <translation>平均 %1、最大はその %2 倍</translation>
    </message>
    <message>
        <source>Keys on each node, around the ring</source>
        <translation>ノードごとのキー数（リング順）</translation>
    </message>
    <message>
        <source>no lookups yet</source>
        <translation>まだ検索がありません</translation>
    </message>
    <message>
        <source>mean %1 of %2 lookups; ½ log₂ N is %3</source>
        <translation>平均 %1（検索 %2 回）、½ log₂ N は %3</translation>
    </message>
    <message>
        <source>Hops of lookups</source>
        <translation>検索のホップ数</translation>
    </message>
    <message>
        <source>no operations yet</source>
        <translation>まだ操作がありません</translation>
    </message>
    <message>
        <source>half take up to %1, 99 of 100 up to %2</source>
        <translation>半数は %1 以内、100 回中 99 回は %2 以内</translation>
    </message>
    <message>
        <source>How long operations took</source>
        <translation>操作の所要時間</translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomRun</name>
    <message>
        <source>%1 was killed and is silent; its memory is gone. Restart it to bring it back.</source>
        <translation>%1 は強制終了され、応答しません。メモリーの内容は失われました。再起動すると戻ります。</translation>
    </message>
    <message>
        <source>no node on the way to the owner answers</source>
        <translation>所有者への道にあるノードがどれも応答しません</translation>
    </message>
    <message>
        <source>No node is up that could be asked. Restart one, or let one join.</source>
        <translation>問い合わせできる稼働中のノードがありません。再起動するか、新しいノードを参加させてください。</translation>
    </message>
    <message>
        <source>%1 is down and cannot be asked. Choose another node.</source>
        <translation>%1 は停止していて問い合わせできません。別のノードを選んでください。</translation>
    </message>
    <message>
        <source>%1 went down before it answered. Ask another node.</source>
        <translation>%1 は応答する前に停止しました。別のノードに問い合わせてください。</translation>
    </message>
    <message>
        <source>%1 is not in the ring.</source>
        <translation>%1 はリングにありません。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 is stored.</source>
        <translation>%1 を保存しました。</translation>
    </message>
    <message>
        <source>%1 has a new value.</source>
        <translation>%1 の値を更新しました。</translation>
    </message>
    <message>
        <source>%1 was read.</source>
        <translation>%1 を読み取りました。</translation>
    </message>
    <message>
        <source>%1 is deleted.</source>
        <translation>%1 を削除しました。</translation>
    </message>
    <message>
        <source>%1 went down before it found %2. Ask another node.</source>
        <translation>%1 は %2 を見つける前に停止しました。別のノードに問い合わせてください。</translation>
    </message>
    <message>
        <source>%1 belongs to %2.</source>
        <translation>%1 は %2 のものです。</translation>
    </message>
    <message>
        <source>Every place of the ring has had its node. Let one join at a place that is free.</source>
        <translation>リングのすべての位置が一度は使われました。空いている位置を指定して参加させてください。</translation>
    </message>
    <message>
        <source>That identifier does not fit %1 bits. Choose another.</source>
        <translation>その識別子は %1 ビットに収まりません。別のものを選んでください。</translation>
    </message>
    <message>
        <source>%1 stands there, dead. Restart it, or choose another identifier.</source>
        <translation>そこには停止した %1 があります。再起動するか、別の識別子を選んでください。</translation>
    </message>
    <message>
        <source>%1 stands there already. Choose another identifier.</source>
        <translation>そこにはすでに %1 があります。別の識別子を選んでください。</translation>
    </message>
    <message>
        <source>%1 is not down, so that there is nothing to restart.</source>
        <translation>%1 は停止していないので、再起動の必要はありません。</translation>
    </message>
    <message>
        <source>%1 is no member of the ring, so that it cannot leave.</source>
        <translation>%1 はリングのメンバーではないので離脱できません。</translation>
    </message>
    <message>
        <source>%1 is down already.</source>
        <translation>%1 はすでに停止しています。</translation>
    </message>
    <message>
        <source>%1 was killed: it is silent from now on, and nobody knows yet.</source>
        <translation>%1 を強制終了しました。以後は応答せず、まだ誰もそれを知りません。</translation>
    </message>
    <message>
        <source>%1 is dead.</source>
        <translation>%1 は停止しました。</translation>
    </message>
    <message>
        <source>%1 was killed before that was done.</source>
        <translation>その前に %1 が強制終了されました。</translation>
    </message>
    <message>
        <source>%1 to %2: %3</source>
        <translation>%1 から %2 へ：%3</translation>
    </message>
    <message>
        <source>%1 knows no predecessor now.</source>
        <translation>%1 は先行ノードを知らない状態になりました。</translation>
    </message>
    <message>
        <source>%1 takes %2 for its predecessor.</source>
        <translation>%1 は %2 を先行ノードとしました。</translation>
    </message>
    <message>
        <source>%1 takes %2 for its successor.</source>
        <translation>%1 は %2 を後続ノードとしました。</translation>
    </message>
    <message>
        <source>%1 has joined the ring.</source>
        <translation>%1 がリングに参加しました。</translation>
    </message>
    <message>
        <source>%1 could not join: %2.</source>
        <translation>%1 は参加できませんでした：%2。</translation>
    </message>
    <message>
        <source>%1 has found that %2 does not answer, and takes it for dead.</source>
        <translation>%1 は %2 が応答しないことに気づき、停止したとみなしました。</translation>
    </message>
    <message>
        <source>%1 has handed its keys over and left.</source>
        <translation>%1 はキーを引き渡して離脱しました。</translation>
    </message>
    <message>
        <source>%1 could not leave: %2.</source>
        <translation>%1 は離脱できませんでした：%2。</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>%1 is isolated: all its links are cut. The others cannot tell it from a dead node. Heal the links to bring it back.</source>
        <translation>%1 は孤立しています。すべてのリンクが切断されています。ほかのノードからは停止したノードと区別できません。リンクを復旧すると戻ります。</translation>
    </message>
    <message>
        <source>no leader of this key&apos;s range answered in time</source>
        <translation>このキーの範囲のリーダーが時間内に応答しませんでした</translation>
    </message>
    <message>
        <source>no leader of this key&apos;s range answered in time; nothing has been changed</source>
        <translation>このキーの範囲のリーダーが時間内に応答しませんでした。何も変わっていません</translation>
    </message>
    <message>
        <source>too few voters of this key&apos;s range answered in time; the write may still take effect</source>
        <translation>このキーの範囲の投票ノードで、時間内に応答したものが足りません。書き込みは後で有効になるかもしれません</translation>
    </message>
    <message>
        <source>A link needs two nodes of the ring: choose two.</source>
        <translation>リンクにはリングのノードが 2 台必要です。2 台選んでください。</translation>
    </message>
    <message>
        <source>The link between %1 and %2 is cut: neither hears the other.</source>
        <translation>%1 と %2 の間のリンクを切断しました。互いに通信できません。</translation>
    </message>
    <message>
        <source>%1 is isolated: it runs on, but no message comes in or goes out.</source>
        <translation>%1 を孤立させました。動き続けますが、メッセージは届かず、送ることもできません。</translation>
    </message>
    <message>
        <source>No link is cut: there is nothing to heal.</source>
        <translation>切断されたリンクはありません。復旧するものはありません。</translation>
    </message>
    <message>
        <source>All links are healed.</source>
        <translation>すべてのリンクを復旧しました。</translation>
    </message>
    <message>
        <source>a range</source>
        <translation>ある範囲</translation>
    </message>
    <message numerus="yes">
        <source>%1 leads %2 now: %n key(s).</source>
        <translation>
            <numerusform>%1 が %2 のリーダーになりました（キー %n 個）。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 leads %2 no more.</source>
        <translation>%1 は %2 のリーダーではなくなりました。</translation>
    </message>
    <message>
        <source>%1 leads %2 no more: %3 does.</source>
        <translation>%2 のリーダーは %1 から %3 に変わりました。</translation>
    </message>
    <message>
        <source>%1 changes the voters of %2: %3.</source>
        <translation>%1 が %2 の投票ノードを変更します：%3。</translation>
    </message>
    <message>
        <source>%1 finds no quorum for %2.</source>
        <translation>%1 は %2 の定足数を得られません。</translation>
    </message>
    <message>
        <source>%1 finds a quorum for %2 again.</source>
        <translation>%1 は %2 の定足数を再び得ました。</translation>
    </message>
    <message>
        <source>%1 was recovered without a majority of its voters: writes that were acknowledged may be lost.</source>
        <translation>%1 は投票ノードの過半数がないまま復旧されました。完了と応答した書き込みが失われた可能性があります。</translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomSettings</name>
    <message>
        <source>the textbook ring</source>
        <translation>教科書のリング</translation>
    </message>
    <message>
        <source>A ring needs at least one node.</source>
        <translation>リングには少なくとも 1 個のノードが必要です。</translation>
    </message>
    <message>
        <source>The classroom holds at most %1 nodes: choose fewer.</source>
        <translation>教室のノードは %1 個までです。少なくしてください。</translation>
    </message>
    <message>
        <source>The classroom holds at most %1 keys: choose fewer.</source>
        <translation>教室のキーは %1 個までです。少なくしてください。</translation>
    </message>
    <message>
        <source>A message takes from 1 to %1 ms: choose a delay in that range.</source>
        <translation>メッセージの遅延は 1〜%1 ms です。この範囲から選んでください。</translation>
    </message>
    <message>
        <source>Identifiers have from %1 to %2 bits: choose a width in that range.</source>
        <translation>識別子は %1〜%2 ビットです。この範囲から選んでください。</translation>
    </message>
    <message>
        <source>A node&apos;s identifier does not fit %1 bits: choose a wider ring or another identifier.</source>
        <translation>ノードの識別子が %1 ビットに収まりません。より広いリングか別の識別子を選んでください。</translation>
    </message>
    <message>
        <source>Two nodes have the same identifier: choose another for one of them.</source>
        <translation>2 個のノードの識別子が同じです。どちらかを変えてください。</translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomSource</name>
    <message>
        <source>Another ring was opened before that was done.</source>
        <translation>完了する前に別のリングが開かれました。</translation>
    </message>
    <message numerus="yes">
        <source>a ring of %n node(s)</source>
        <translation>
            <numerusform>ノード %n 個のリング</numerusform>
        </translation>
    </message>
    <message>
        <source>No node of the ring is up. Restart one, or let one join.</source>
        <translation>稼働中のノードがありません。再起動するか、新しいノードを参加させてください。</translation>
    </message>
    <message>
        <source>Every node is dead already.</source>
        <translation>すべてのノードがすでに停止しています。</translation>
    </message>
    <message>
        <source>No node is dead: there is nothing to restart.</source>
        <translation>停止したノードがないので、再起動するものはありません。</translation>
    </message>
    <message>
        <source>The classroom holds at most %1 nodes.</source>
        <translation>教室のノードは %1 個までです。</translation>
    </message>
    <message>
        <source>That node is not in the ring any more.</source>
        <translation>そのノードはもうリングにありません。</translation>
    </message>
    <message>
        <source>%1 is up: there is nothing to restart.</source>
        <translation>%1 は稼働中なので、再起動の必要はありません。</translation>
    </message>
    <message>
        <source>%1 is dead. Restart it first.</source>
        <translation>%1 は停止しています。先に再起動してください。</translation>
    </message>
    <message>
        <source>%1 is leaving already.</source>
        <translation>%1 はすでに離脱中です。</translation>
    </message>
    <message>
        <source>%1 has not joined yet. Let time pass until it has.</source>
        <translation>%1 はまだ参加していません。参加するまで時間を進めてください。</translation>
    </message>
    <message numerus="yes">
        <source>Leave %1: %n key(s) move</source>
        <translation>
            <numerusform>%1 を離脱：キー %n 個が移動します</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kill %1: %n key(s) are lost</source>
        <translation>
            <numerusform>%1 を強制終了：キー %n 個が失われます</numerusform>
        </translation>
    </message>
    <message>
        <source>Restart %1 with empty memory</source>
        <translation>メモリーが空の状態で %1 を再起動</translation>
    </message>
    <message>
        <source>This never happened: you went back to before it and did something else.</source>
        <translation>これは起こらなかったことになりました。その前に戻って別の操作をしたためです。</translation>
    </message>
    <message>
        <source>You acted in the past: what came later, until %1 s, will not happen.</source>
        <translation>過去で操作しました。その後 %1 秒までに起きたことは起こりません。</translation>
    </message>
    <message>
        <source>A link needs two nodes, and this ring has one.</source>
        <translation>リンクにはノードが 2 台必要ですが、このリングには 1 台しかありません。</translation>
    </message>
    <message>
        <source>No link is cut: there is nothing to heal.</source>
        <translation>切断されたリンクはありません。復旧するものはありません。</translation>
    </message>
    <message>
        <source>%1 is isolated already.</source>
        <translation>%1 はすでに孤立しています。</translation>
    </message>
    <message numerus="yes">
        <source>Kill %1: another voter serves its %n key(s)</source>
        <translation>
            <numerusform>%1 を強制終了：%n 個のキーは別の投票ノードが引き継ぎます</numerusform>
        </translation>
    </message>
    <message>
        <source>Kill %1: its ranges have no quorum then</source>
        <translation>%1 を強制終了：その範囲は定足数を失います</translation>
    </message>
    <message>
        <source>Isolate %1: cut all its links</source>
        <translation>%1 を孤立させる：すべてのリンクを切断</translation>
    </message>
    <message>
        <source>Cut the link between %1 and another node</source>
        <translation>%1 と別のノードの間のリンクを切断</translation>
    </message>
</context>
<context>
    <name>monitor::ConnectDialog</name>
    <message>
        <source>%1:</source>
        <translation>%1:</translation>
    </message>
    <message>
        <source>Encrypted (TLS)</source>
        <translation>暗号化する (TLS)</translation>
    </message>
    <message>
        <source>Connect to a node</source>
        <translation>ノードに接続</translation>
    </message>
    <message>
        <source>Address of a node</source>
        <translation>ノードのアドレス</translation>
    </message>
    <message>
        <source>Trusted authorities</source>
        <translation>信頼する認証局</translation>
    </message>
    <message>
        <source>those that the system trusts</source>
        <translation>システムが信頼するもの</translation>
    </message>
    <message>
        <source>none, or the one in the file</source>
        <translation>なし、またはファイルのもの</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>File with the token</source>
        <translation>トークンのファイル</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>This does not work: %1</source>
        <translation>これでは接続できません：%1</translation>
    </message>
</context>
<context>
    <name>monitor::Description</name>
    <message>
        <source>alive</source>
        <translation>稼働中</translation>
    </message>
    <message>
        <source>joining</source>
        <translation>参加中</translation>
    </message>
    <message>
        <source>leaving</source>
        <translation>離脱中</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Node %1, %2.</source>
        <translation>ノード %1、%2。</translation>
    </message>
    <message>
        <source>It knows no other node.</source>
        <translation>ほかのノードを知りません。</translation>
    </message>
    <message>
        <source>Successor %1, predecessor %2.</source>
        <translation>後続 %1、先行 %2。</translation>
    </message>
    <message>
        <source>Successor %1, predecessor unknown.</source>
        <translation>後続 %1、先行は不明。</translation>
    </message>
    <message numerus="yes">
        <source>%n keys of its own,</source>
        <translation>
            <numerusform>自身のキー %n 個、</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies for others.</source>
        <translation>
            <numerusform>ほかのノードのコピー %n 個。</numerusform>
        </translation>
    </message>
    <message>
        <source>Key %1, %2, at its owner %3.</source>
        <translation>キー %1、%2、所有者 %3 にあります。</translation>
    </message>
    <message>
        <source>Copy of key %1, %2, at its replica %3.</source>
        <translation>キー %1 のコピー、%2、レプリカ %3 にあります。</translation>
    </message>
</context>
<context>
    <name>monitor::EventsModel</name>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>出来事</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>参加</translation>
    </message>
    <message>
        <source>left</source>
        <translation>離脱</translation>
    </message>
    <message>
        <source>died</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>is back</source>
        <translation>復帰</translation>
    </message>
    <message>
        <source>pointer</source>
        <translation>ポインター</translation>
    </message>
    <message>
        <source>keys moved</source>
        <translation>キー移動</translation>
    </message>
    <message>
        <source>repaired</source>
        <translation>修復</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
</context>
<context>
    <name>monitor::EventsTable</name>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
</context>
<context>
    <name>monitor::Exporter</name>
    <message>
        <source>%1 could not be written: %2. Choose another place or name.</source>
        <translation>%1 に書き込めませんでした：%2。別の場所か名前を選んでください。</translation>
    </message>
</context>
<context>
    <name>monitor::FailureText</name>
    <message>
        <source>its name does not resolve</source>
        <translation>名前を解決できません</translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation>接続が拒否されました</translation>
    </message>
    <message>
        <source>no connection in time</source>
        <translation>時間内に接続できません</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>時間内に応答がありません</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>相手が接続を閉じました</translation>
    </message>
    <message>
        <source>what it answers is not HTTP</source>
        <translation>応答が HTTP ではありません</translation>
    </message>
    <message>
        <source>The name in %1 does not resolve. Check its spelling, or give the IP address.</source>
        <translation>%1 の名前を解決できません。綴りを確かめるか、IP アドレスを指定してください。</translation>
    </message>
    <message>
        <source>Nothing listens at %1 (connection refused). Start a node there, or check the port.</source>
        <translation>%1 で待ち受けているものがありません（接続拒否）。そこでノードを起動するか、ポートを確かめてください。</translation>
    </message>
    <message>
        <source>%1 cannot be reached: no connection in time. Check the address, the network and firewalls.</source>
        <translation>%1 に届きません：時間内に接続できません。アドレス、ネットワーク、ファイアウォールを確かめてください。</translation>
    </message>
    <message>
        <source>%1 takes connections but does not answer. Is it a node of FunnelKVS? If so, it may be stuck: look at its log.</source>
        <translation>%1 は接続を受け付けますが応答しません。FunnelKVS のノードですか。そうであれば動けなくなっている可能性があるので、ログを見てください。</translation>
    </message>
    <message>
        <source>Something listens at %1, but it does not speak HTTP. Give the address of a node of FunnelKVS.</source>
        <translation>%1 で何かが待ち受けていますが、HTTP を話しません。FunnelKVS のノードのアドレスを指定してください。</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2. Check the address and the network.</source>
        <translation>%1 に届きません：%2。アドレスとネットワークを確かめてください。</translation>
    </message>
    <message>
        <source>A web server answers at %1, but what it says of itself is not what a node says: %2. Its version may be another one.</source>
        <translation>%1 では Web サーバーが応答しますが、内容がノードのものではありません：%2。バージョンが違うのかもしれません。</translation>
    </message>
    <message>
        <source>A web server answers at %1, but it is no node of FunnelKVS (HTTP status %2). Check the port.</source>
        <translation>%1 では Web サーバーが応答しますが、FunnelKVS のノードではありません（HTTP ステータス %2）。ポートを確かめてください。</translation>
    </message>
    <message>
        <source> It may have happened nevertheless: look before you try again.</source>
        <translation> それでも実行された可能性があります。やり直す前に確かめてください。</translation>
    </message>
    <message>
        <source>%1 failed: %2 cannot be reached (%3). Nothing was sent. Try through another node.</source>
        <translation>%1：失敗しました。%2 に届きません（%3）。何も送られていません。別のノードを通して試してください。</translation>
    </message>
    <message>
        <source>%1 failed: %2 did not answer (%3).</source>
        <translation>%1：失敗しました。%2 が応答しませんでした（%3）。</translation>
    </message>
    <message>
        <source>%1 failed: there is no such key.</source>
        <translation>%1：失敗しました。そのキーはありません。</translation>
    </message>
    <message>
        <source>%1 failed: the value is another one by now. Nothing was changed.</source>
        <translation>%1：失敗しました。値はすでに別のものになっています。何も変更されていません。</translation>
    </message>
    <message>
        <source>%1 failed: the ring cannot do it now: %2. Try again in a moment.</source>
        <translation>%1：失敗しました。リングは今それを実行できません：%2。少し待ってからやり直してください。</translation>
    </message>
    <message>
        <source>%1 was refused by %2: %3.</source>
        <translation>%1：%2 に拒否されました：%3。</translation>
    </message>
    <message>
        <source>%1 failed: the answer of %2 makes no sense (%3).</source>
        <translation>%1：失敗しました。%2 の応答が理解できません（%3）。</translation>
    </message>
    <message>
        <source>its certificate is not trusted</source>
        <translation>証明書が信頼されていません</translation>
    </message>
    <message>
        <source>it does not speak TLS</source>
        <translation>TLS を話しません</translation>
    </message>
    <message>
        <source>it does not let this program in</source>
        <translation>このプログラムを受け入れません</translation>
    </message>
    <message>
        <source>%1 speaks TLS, and this program asked without. Connect to https://%1 instead.</source>
        <translation>%1 は TLS を話しますが、このプログラムは TLS なしで尋ねました。https://%1 に接続してください。</translation>
    </message>
    <message>
        <source>%1 shows a certificate that nobody who is trusted here has signed for this address. Connect with the file of the ring&apos;s certificate authority (--ca FILE).</source>
        <translation>%1 の証明書は、ここで信頼されている認証局がこのアドレスに対して署名したものではありません。リングの認証局のファイル (--ca FILE) を指定して接続してください。</translation>
    </message>
    <message>
        <source>What listens at %1 does not speak TLS. Connect without it.</source>
        <translation>%1 で待ち受けているものは TLS を話しません。TLS なしで接続してください。</translation>
    </message>
    <message>
        <source>%1 asks for a token. Connect with one (--token-file FILE); who runs the ring gives them out.</source>
        <translation>%1 はトークンを求めています。トークンを指定して (--token-file FILE) 接続してください。トークンはリングの管理者が発行します。</translation>
    </message>
    <message>
        <source>%1 does not know this token. Connect with another one; who runs the ring gives them out.</source>
        <translation>%1 はこのトークンを知りません。別のトークンで接続してください。トークンはリングの管理者が発行します。</translation>
    </message>
    <message>
        <source>%1 was refused by %2: %3. Connect again with a token that may do this.</source>
        <translation>%1：%2 に拒否されました：%3。これを許されたトークンで接続し直してください。</translation>
    </message>
</context>
<context>
    <name>monitor::FileCommands</name>
    <message>
        <source>Open a recording or snapshot</source>
        <translation>記録またはスナップショットを開く</translation>
    </message>
    <message>
        <source>Recordings and snapshots (*.json)</source>
        <translation>記録とスナップショット (*.json)</translation>
    </message>
    <message>
        <source>Save the recording</source>
        <translation>記録を保存</translation>
    </message>
    <message>
        <source>Recordings (*.json)</source>
        <translation>記録 (*.json)</translation>
    </message>
    <message>
        <source>Export the ring</source>
        <translation>リングを書き出す</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>画像 (*.png *.svg)</translation>
    </message>
    <message>
        <source>Export the table of nodes</source>
        <translation>ノードの表を書き出す</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表 (*.csv)</translation>
    </message>
    <message>
        <source>Export the snapshot</source>
        <translation>スナップショットを書き出す</translation>
    </message>
    <message>
        <source>Snapshots (*.json)</source>
        <translation>スナップショット (*.json)</translation>
    </message>
</context>
<context>
    <name>monitor::FindBar</name>
    <message>
        <source>Find</source>
        <translation>探す</translation>
    </message>
    <message>
        <source>find a node or key</source>
        <translation>ノードやキーを探す</translation>
    </message>
    <message>
        <source>Find a node or key</source>
        <translation>ノードやキーを探す</translation>
    </message>
</context>
<context>
    <name>monitor::FingersModel</name>
    <message>
        <source>No.</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>区間</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
</context>
<context>
    <name>monitor::Inspector</name>
    <message>
        <source>Choose a node or a key: click it on the ring or in the table.</source>
        <translation>ノードかキーを選んでください。リングか表でクリックします。</translation>
    </message>
    <message>
        <source>Finger table</source>
        <translation>フィンガーテーブル</translation>
    </message>
    <message>
        <source>Keys of this node</source>
        <translation>このノードのキー</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>取得</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Node %1, %2</source>
        <translation>ノード %1、%2</translation>
    </message>
    <message>
        <source>Successors</source>
        <translation>後続ノード</translation>
    </message>
    <message>
        <source>itself: it knows no other node</source>
        <translation>自分自身：ほかのノードを知りません</translation>
    </message>
    <message>
        <source>Predecessor</source>
        <translation>先行ノード</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>識別子</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>%1 owned, %2 copies, %3</source>
        <translation>所有 %1 個、コピー %2 個、%3</translation>
    </message>
    <message>
        <source>Runs for</source>
        <translation>稼働時間</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>最終確認</translation>
    </message>
    <message>
        <source>%1 ago; what stands here was true then</source>
        <translation>%1前。ここにあるのはその時点の内容です</translation>
    </message>
    <message>
        <source>Keys (the first %1)</source>
        <translation>キー（最初の %1 個）</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>キー %1</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>would be %1; no node lists this key</source>
        <translation>%1 になるはずですが、このキーを持つノードはありません</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Its value has not been read. Press Get.</source>
        <translation>値はまだ読み取られていません。「取得」を押してください。</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>リーダー</translation>
    </message>
    <message>
        <source>%1: %2, ballot %3; voters %4</source>
        <translation>%1：%2、投票番号 %3、投票ノード %4</translation>
    </message>
    <message>
        <source>Votes</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>Learns</source>
        <translation>学習中</translation>
    </message>
    <message>
        <source>%1: %2, ballot %3; leader %4</source>
        <translation>%1：%2、投票番号 %3、リーダー %4</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>範囲</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>リーダー</translation>
    </message>
    <message>
        <source>none at the moment</source>
        <translation>現在なし</translation>
    </message>
    <message>
        <source>Voters</source>
        <translation>投票ノード</translation>
    </message>
    <message>
        <source>Stored at</source>
        <translation>保存先</translation>
    </message>
    <message>
        <source>no node lists this key</source>
        <translation>このキーを持つノードはありません</translation>
    </message>
</context>
<context>
    <name>monitor::KeyBar</name>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
</context>
<context>
    <name>monitor::KeyRequests</name>
    <message>
        <source>“%1”</source>
        <translation>「%1」</translation>
    </message>
    <message>
        <source>Storing %1</source>
        <translation>%1 の保存</translation>
    </message>
    <message>
        <source>Stored %1.</source>
        <translation>%1 を保存しました。</translation>
    </message>
    <message>
        <source>Replaced the value of %1.</source>
        <translation>%1 の値を置き換えました。</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>%1 の読み取り</translation>
    </message>
    <message>
        <source>Read %1: %2.</source>
        <translation>%1 を読み取りました：%2。</translation>
    </message>
    <message>
        <source>Deleting %1</source>
        <translation>%1 の削除</translation>
    </message>
    <message>
        <source>Deleted %1.</source>
        <translation>%1 を削除しました。</translation>
    </message>
    <message>
        <source>Looking up %1</source>
        <translation>%1 の検索</translation>
    </message>
    <message>
        <source>Looked up %1: it belongs to %2.</source>
        <translation>%1 を検索しました。%2 のものです。</translation>
    </message>
    <message>
        <source>identifiers of different widths</source>
        <translation>識別子の幅が異なります</translation>
    </message>
    <message>
        <source>Asking %1 to leave</source>
        <translation>%1 への離脱の依頼</translation>
    </message>
    <message>
        <source>%1 hands its keys over and leaves.</source>
        <translation>%1 はキーを引き渡して離脱します。</translation>
    </message>
    <message>
        <source>%1 failed: %2 closed the connection while %3 were being sent. That is probably more than it takes; look whether the key has another value now.</source>
        <translation>%1：失敗しました。%3 を送っている間に %2 が接続を閉じました。受け付ける量を超えたようです。キーの値が変わったか確かめてください。</translation>
    </message>
</context>
<context>
    <name>monitor::KeysModel</name>
    <message>
        <source>owned</source>
        <translation>所有</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>識別子</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
</context>
<context>
    <name>monitor::Legend</name>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>alive</source>
        <translation>稼働中</translation>
    </message>
    <message>
        <source>joining</source>
        <translation>参加中</translation>
    </message>
    <message>
        <source>leaving</source>
        <translation>離脱中</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>how many copies</source>
        <translation>コピーの数</translation>
    </message>
    <message>
        <source>copy at a replica</source>
        <translation>レプリカのコピー</translation>
    </message>
    <message>
        <source>Pointers</source>
        <translation>ポインター</translation>
    </message>
    <message>
        <source>successor</source>
        <translation>後続ノード</translation>
    </message>
    <message>
        <source>predecessor</source>
        <translation>先行ノード</translation>
    </message>
    <message>
        <source>wrong pointer</source>
        <translation>誤ったポインター</translation>
    </message>
    <message>
        <source>hop of a lookup</source>
        <translation>検索のホップ</translation>
    </message>
    <message>
        <source>Of the selected node</source>
        <translation>選択したノードのもの</translation>
    </message>
    <message>
        <source>finger</source>
        <translation>フィンガー</translation>
    </message>
    <message>
        <source>further successor</source>
        <translation>さらに先の後続</translation>
    </message>
    <message>
        <source>message under way</source>
        <translation>届く途中のメッセージ</translation>
    </message>
    <message>
        <source>isolated</source>
        <translation>孤立</translation>
    </message>
    <message>
        <source>link that is cut</source>
        <translation>切断されたリンク</translation>
    </message>
    <message>
        <source>range it leads</source>
        <translation>リーダーを務める範囲</translation>
    </message>
    <message>
        <source>range without a leader</source>
        <translation>リーダーのない範囲</translation>
    </message>
    <message>
        <source>range without a quorum</source>
        <translation>定足数のない範囲</translation>
    </message>
    <message>
        <source>how many, at leaders</source>
        <translation>個数（リーダー）</translation>
    </message>
    <message>
        <source>at its leader</source>
        <translation>リーダーにある</translation>
    </message>
</context>
<context>
    <name>monitor::LessonDock</name>
    <message>
        <source>Lesson</source>
        <translation>レッスン</translation>
    </message>
</context>
<context>
    <name>monitor::LessonPanel</name>
    <message>
        <source>Lesson</source>
        <translation>レッスン</translation>
    </message>
    <message>
        <source>How far the lesson is</source>
        <translation>レッスンの進み具合</translation>
    </message>
    <message>
        <source>Step %v of %m</source>
        <translation>ステップ %v / %m</translation>
    </message>
    <message>
        <source>Predict first</source>
        <translation>まず予想しましょう</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>測定結果</translation>
    </message>
    <message>
        <source>Nodes N</source>
        <translation>ノード数 N</translation>
    </message>
    <message>
        <source>Lookups</source>
        <translation>検索回数</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>尋ねたノード数</translation>
    </message>
    <message>
        <source>½ log₂ N</source>
        <translation>½ log₂ N</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>実行(&amp;R)</translation>
    </message>
    <message>
        <source>Let it happen in the ring</source>
        <translation>リングで実際に起こします</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>次へ(&amp;N)</translation>
    </message>
    <message>
        <source>Go on to the next step</source>
        <translation>次のステップへ進みます</translation>
    </message>
    <message>
        <source>Start &amp;again</source>
        <translation>最初から(&amp;A)</translation>
    </message>
    <message>
        <source>Begin this lesson anew, with its ring as it was</source>
        <translation>このレッスンを最初の状態のリングでやり直します</translation>
    </message>
    <message>
        <source>&amp;End lesson</source>
        <translation>レッスンを終了(&amp;E)</translation>
    </message>
    <message>
        <source>Leave the lesson; the ring stays as it is</source>
        <translation>レッスンを終えます。リングはそのまま残ります</translation>
    </message>
    <message>
        <source>No lesson is open. Choose one from the menu Lessons.</source>
        <translation>レッスンは開かれていません。「レッスン」メニューから選んでください。</translation>
    </message>
    <message>
        <source>Lesson %1: %2</source>
        <translation>レッスン %1：%2</translation>
    </message>
    <message>
        <source>That was the lesson.</source>
        <translation>レッスンはこれで終わりです。</translation>
    </message>
    <message>
        <source>You predicted %1 of %2 right.</source>
        <translation>%2 問中 %1 問の予想が当たりました。</translation>
    </message>
    <message>
        <source>The answer: %1</source>
        <translation>答え：%1</translation>
    </message>
    <message>
        <source>Right: %1</source>
        <translation>正解：%1</translation>
    </message>
    <message>
        <source>Not so. The answer: %1</source>
        <translation>残念。答え：%1</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>測定中…</translation>
    </message>
    <message>
        <source>Running. Watch the ring.</source>
        <translation>実行中です。リングを見てください。</translation>
    </message>
    <message>
        <source>That did not work out.</source>
        <translation>うまくいきませんでした。</translation>
    </message>
    <message>
        <source>%1 Start the lesson again.</source>
        <translation>%1 レッスンを最初からやり直してください。</translation>
    </message>
    <message>
        <source>&amp;Run without a prediction</source>
        <translation>予想せずに実行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>完了(&amp;F)</translation>
    </message>
</context>
<context>
    <name>monitor::LessonRunner</name>
    <message>
        <source>It did not happen within %1 s: something else was done to the ring meanwhile.</source>
        <translation>%1 秒以内に起こりませんでした。その間にリングに別の操作がありました。</translation>
    </message>
</context>
<context>
    <name>monitor::Lessons</name>
    <message>
        <source>Crash and repair</source>
        <translation>故障と修復</translation>
    </message>
    <message>
        <source>Three copies</source>
        <translation>3 個のコピー</translation>
    </message>
    <message>
        <source>N56 is about to crash: it falls silent and tells nobody.</source>
        <translation>N56 がこれから故障します。黙り込み、誰にも知らせません。</translation>
    </message>
    <message>
        <source>N51</source>
        <translation>N51</translation>
    </message>
    <message>
        <source>N1</source>
        <translation>N1</translation>
    </message>
    <message>
        <source>N8</source>
        <translation>N8</translation>
    </message>
    <message>
        <source>Is it still there?</source>
        <translation>まだありますか</translation>
    </message>
    <message>
        <source>N42 is asked for K54.</source>
        <translation>N42 に K54 を尋ねます。</translation>
    </message>
    <message>
        <source>What will it answer?</source>
        <translation>何と答えるでしょうか。</translation>
    </message>
    <message>
        <source>The value</source>
        <translation>その値</translation>
    </message>
    <message>
        <source>There is no such key</source>
        <translation>そのキーはない</translation>
    </message>
    <message>
        <source>An older value</source>
        <translation>古い値</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>何も答えない</translation>
    </message>
    <message>
        <source>N14</source>
        <translation>N14</translation>
    </message>
    <message>
        <source>N21</source>
        <translation>N21</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>誰も持たない</translation>
    </message>
    <message>
        <source>The node comes back</source>
        <translation>ノードが戻る</translation>
    </message>
    <message>
        <source>N56 starts again, with empty memory.</source>
        <translation>N56 がメモリーが空の状態で再び起動します。</translation>
    </message>
    <message>
        <source>No, N1 keeps it</source>
        <translation>いいえ、N1 が持ち続ける</translation>
    </message>
    <message>
        <source>Yes, when it has a copy</source>
        <translation>はい、コピーを受け取ったら</translation>
    </message>
    <message>
        <source>Yes, at once</source>
        <translation>はい、すぐに</translation>
    </message>
    <message>
        <source>Consistent hashing</source>
        <translation>コンシステントハッシュ法</translation>
    </message>
    <message>
        <source>When a node joins or leaves, only the keys between it and the node before it move.</source>
        <translation>ノードが参加または離脱するとき、そのノードと 1 つ前のノードの間のキーだけが移動します。</translation>
    </message>
    <message>
        <source>Nodes and keys on one ring</source>
        <translation>ノードとキーを 1 つのリングに</translation>
    </message>
    <message>
        <source>This is the example of the Chord paper (TON, Fig. 2). Names are hashed to numbers from 0 to 63, for nodes and for keys, and both stand on the same ring. K54 is the key &quot;oak&quot;.

A key belongs to its successor: the first node at its number or behind it, clockwise. So K10 belongs to N14, K24 and K30 to N32, K38 to N38, and K54 to N56.</source>
        <translation>Chord の論文の例です（TON, Fig. 2）。ノードの名前もキーの名前も 0〜63 の数にハッシュされ、同じリングに置かれます。K54 はキー「oak」です。

キーは後続ノード、つまり時計回りにその数以降で最初のノードのものです。K10 は N14、K24 と K30 は N32、K38 は N38、K54 は N56 のものです。</translation>
    </message>
    <message>
        <source>A node joins</source>
        <translation>ノードが参加する</translation>
    </message>
    <message>
        <source>N26 is about to join, between N21 and N32.</source>
        <translation>N26 がこれから N21 と N32 の間に参加します。</translation>
    </message>
    <message>
        <source>Which keys will move?</source>
        <translation>どのキーが移動するでしょうか。</translation>
    </message>
    <message>
        <source>K24, from N32 to N26</source>
        <translation>K24 が N32 から N26 へ</translation>
    </message>
    <message>
        <source>K24 and K30, to N26</source>
        <translation>K24 と K30 が N26 へ</translation>
    </message>
    <message>
        <source>K30, from N32 to N26</source>
        <translation>K30 が N32 から N26 へ</translation>
    </message>
    <message>
        <source>About half of all keys</source>
        <translation>全キーのおよそ半分</translation>
    </message>
    <message>
        <source>Only K24 has moved, from N32 to N26. N26 owns 22 to 26 now, and K24 is the only key there. K30 lies behind N26 and stays with N32. No other node has anything to do with it.

A node that joins a ring of N nodes takes over about one key in N, and all of them from one node, its successor (TON, section IV-B). With &quot;key modulo number of nodes&quot; instead, all five keys would have moved when the eleventh node came.</source>
        <translation>K24 だけが N32 から N26 へ移動しました。N26 は 22〜26 を所有し、そこにあるキーは K24 だけです。K30 は N26 より後なので N32 に残ります。ほかのノードは関係しません。

N 個のノードのリングに参加するノードは、およそ N 分の 1 のキーを、すべて 1 個のノード（後続ノード）から引き継ぎます（TON, IV-B 節）。「キーをノード数で割った余り」なら、11 個目のノードで 5 個のキーすべてが移動したでしょう。</translation>
    </message>
    <message>
        <source>A node leaves</source>
        <translation>ノードが離脱する</translation>
    </message>
    <message>
        <source>N26 leaves again. It hands its keys over before it goes.</source>
        <translation>N26 が再び離脱します。去る前にキーを引き渡します。</translation>
    </message>
    <message>
        <source>Where does K24 go?</source>
        <translation>K24 はどこへ行くでしょうか。</translation>
    </message>
    <message>
        <source>To N21, the node before it</source>
        <translation>前のノード N21 へ</translation>
    </message>
    <message>
        <source>To N32, the node behind it</source>
        <translation>次のノード N32 へ</translation>
    </message>
    <message>
        <source>It is lost</source>
        <translation>失われる</translation>
    </message>
    <message>
        <source>All keys are dealt out again</source>
        <translation>すべてのキーが配り直される</translation>
    </message>
    <message>
        <source>K24 is back at N32, which is the first node behind 24 again. Again, no other key has moved.</source>
        <translation>K24 は N32 に戻りました。24 以降で最初のノードがまた N32 になったからです。今回もほかのキーは移動していません。</translation>
    </message>
    <message>
        <source>A join, pointer by pointer</source>
        <translation>参加をポインターごとに見る</translation>
    </message>
    <message>
        <source>A new node changes only itself; stabilization tells its neighbours, and fingers follow.</source>
        <translation>新しいノードは自分だけを変えます。安定化が隣のノードに伝え、フィンガーが後に続きます。</translation>
    </message>
    <message>
        <source>Finding the place</source>
        <translation>場所を見つける</translation>
    </message>
    <message>
        <source>N26 wants to join. It has been told of one node, N1, and knows nothing else.</source>
        <translation>N26 が参加しようとしています。知らされているのは N1 だけです。</translation>
    </message>
    <message>
        <source>How does it find its successor?</source>
        <translation>どうやって後続ノードを見つけるでしょうか。</translation>
    </message>
    <message>
        <source>It asks every node in turn</source>
        <translation>すべてのノードに順に尋ねる</translation>
    </message>
    <message>
        <source>N1 knows all nodes</source>
        <translation>N1 がすべてのノードを知っている</translation>
    </message>
    <message>
        <source>It looks up its own number, 26</source>
        <translation>自分の番号 26 を検索する</translation>
    </message>
    <message>
        <source>It waits until one calls</source>
        <translation>連絡が来るまで待つ</translation>
    </message>
    <message>
        <source>N26 has looked up 26, as it would a key, and found N32: that is its successor now. It has changed nothing but its own pointers. N21 and N32 know nothing of it yet (TON, section IV-E.1).</source>
        <translation>N26 はキーと同じように 26 を検索し、N32 を見つけて後続ノードとしました。変えたのは自分のポインターだけで、N21 と N32 はまだ何も知りません（TON, IV-E.1 節）。</translation>
    </message>
    <message>
        <source>Notify</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>N26 points at N32, but nobody points at N26.</source>
        <translation>N26 は N32 を指していますが、N26 を指すノードはありません。</translation>
    </message>
    <message>
        <source>Which node hears of N26 next?</source>
        <translation>次に N26 のことを知るのはどのノードでしょうか。</translation>
    </message>
    <message>
        <source>N32</source>
        <translation>N32</translation>
    </message>
    <message>
        <source>All of them</source>
        <translation>すべてのノード</translation>
    </message>
    <message>
        <source>N26 asks its successor N32 for its neighbours and then notifies it: &quot;I may be your predecessor.&quot; 26 lies between N21 and N32, so that N32 takes it for its predecessor (TON, Fig. 6).</source>
        <translation>N26 は後続ノード N32 に隣のノードを尋ね、「私はあなたの先行ノードかもしれません」と通知します。26 は N21 と N32 の間にあるので、N32 は N26 を先行ノードとします（TON, Fig. 6）。</translation>
    </message>
    <message>
        <source>Stabilize</source>
        <translation>安定化</translation>
    </message>
    <message>
        <source>N21 still takes N32 for its successor.</source>
        <translation>N21 はまだ N32 を後続ノードとしています。</translation>
    </message>
    <message>
        <source>How does N21 learn of N26?</source>
        <translation>N21 はどうやって N26 を知るでしょうか。</translation>
    </message>
    <message>
        <source>N26 calls it</source>
        <translation>N26 が連絡する</translation>
    </message>
    <message>
        <source>N32 calls it</source>
        <translation>N32 が連絡する</translation>
    </message>
    <message>
        <source>It asks N32 who precedes it</source>
        <translation>N32 に先行ノードを尋ねる</translation>
    </message>
    <message>
        <source>It never does</source>
        <translation>知ることはない</translation>
    </message>
    <message>
        <source>Every few seconds each node asks its successor: who is your predecessor? N32 names N26 now, which lies between them. N21 makes sure that N26 answers, and takes it for its successor. The ring is closed again, and at no moment was it open: until then lookups went past N26.</source>
        <translation>どのノードも数秒ごとに後続ノードに「あなたの先行ノードは誰ですか」と尋ねます。N32 は今、その間にある N26 を答えます。N21 は N26 の応答を確かめ、後続ノードとします。リングは再び閉じました。開いていた瞬間はありません。それまでの検索は N26 を飛ばしていただけです。</translation>
    </message>
    <message>
        <source>The keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>K24 lay at N32. It belongs to N26 as soon as that is a member.</source>
        <translation>K24 は N32 にありました。N26 がメンバーになれば N26 のものです。</translation>
    </message>
    <message>
        <source>The fingers</source>
        <translation>フィンガー</translation>
    </message>
    <message>
        <source>N8 has fingers to the first nodes at 9, 10, 12, 16, 24 and 40. Finger 5, for 24, is N32.</source>
        <translation>N8 は 9、10、12、16、24、40 以降で最初のノードへのフィンガーを持ちます。24 のフィンガー 5 は N32 です。</translation>
    </message>
    <message>
        <source>Which finger of N8 will change?</source>
        <translation>N8 のどのフィンガーが変わるでしょうか。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>どれも変わらない</translation>
    </message>
    <message>
        <source>Finger 4, for 16</source>
        <translation>16 のフィンガー 4</translation>
    </message>
    <message>
        <source>Finger 5, for 24</source>
        <translation>24 のフィンガー 5</translation>
    </message>
    <message>
        <source>N8 looks its fingers up again, one every few seconds, and finds that N26 is now the first node at 24 or behind it. Until then its lookups were right all the same: fingers make them fast, successors make them right (TON, section IV-E.2).</source>
        <translation>N8 は数秒ごとに 1 本ずつフィンガーを調べ直し、24 以降で最初のノードが N26 になったことを見つけます。それまでの検索も正しく行われました。フィンガーは検索を速くし、後続ノードは検索を正しくします（TON, IV-E.2 節）。</translation>
    </message>
    <message>
        <source>Lookup in O(log N)</source>
        <translation>O(log N) の検索</translation>
    </message>
    <message>
        <source>With fingers that reach twice as far each time, a lookup asks about ½ log₂ N nodes.</source>
        <translation>届く距離が 2 倍ずつ伸びるフィンガーがあれば、検索で尋ねるノードはおよそ ½ log₂ N 個です。</translation>
    </message>
    <message>
        <source>Fingers</source>
        <translation>フィンガー</translation>
    </message>
    <message>
        <source>Every node knows its successor, and that alone would be enough to find every key, one node after the other. To be faster, a node keeps fingers: finger i of N8 is the first node at 8 + 2^(i-1) or behind it.

8+1, 8+2 and 8+4 lead to N14, 8+8 to N21, 8+16 to N32, and 8+32 to N42 (TON, Table I and Fig. 3).</source>
        <translation>どのノードも後続ノードを知っていて、それだけでもノードを順にたどればすべてのキーを見つけられます。速くするためにノードはフィンガーを持ちます。N8 のフィンガー i は 8 + 2^(i-1) 以降で最初のノードです。

8+1、8+2、8+4 は N14、8+8 は N21、8+16 は N32、8+32 は N42 に至ります（TON, Table I, Fig. 3）。</translation>
    </message>
    <message>
        <source>One lookup</source>
        <translation>1 回の検索</translation>
    </message>
    <message>
        <source>N8 wants K54. It does not know N56, which owns it.</source>
        <translation>N8 は K54 を探しています。所有者の N56 のことは知りません。</translation>
    </message>
    <message>
        <source>Which node does N8 ask first?</source>
        <translation>N8 は最初にどのノードに尋ねるでしょうか。</translation>
    </message>
    <message>
        <source>N42</source>
        <translation>N42</translation>
    </message>
    <message>
        <source>N56</source>
        <translation>N56</translation>
    </message>
    <message>
        <source>N8 asks N42: of all the nodes it knows it is the closest that lies before 54. N42 knows N51 by a finger of its own. N51 sees that 54 lies between itself and its successor N56, so that K54 belongs to N56 (TON, Fig. 5). The last message only makes sure that N56 is there.</source>
        <translation>N8 は N42 に尋ねます。知っているノードのうち 54 より前で最も近いからです。N42 は自分のフィンガーで N51 を知っています。N51 は 54 が自分と後続ノード N56 の間にあることから、K54 が N56 のものだとわかります（TON, Fig. 5）。最後のメッセージは N56 がいることを確かめるだけです。</translation>
    </message>
    <message>
        <source>Many lookups</source>
        <translation>多くの検索</translation>
    </message>
    <message>
        <source>Each question at least halves the way that is left. Now rings of 8 up to %1 nodes are built beside this one, and in each %2 random keys are looked up from random nodes.</source>
        <translation>1 回尋ねるごとに残りの道のりは少なくとも半分になります。ここでは別に 8〜%1 個のノードのリングを作り、それぞれで %2 個の無作為なキーを無作為なノードから検索します。</translation>
    </message>
    <message>
        <source>How many nodes does a lookup ask in a ring of %1?</source>
        <translation>%1 個のノードのリングで、検索は何個のノードに尋ねるでしょうか。</translation>
    </message>
    <message>
        <source>About 5</source>
        <translation>およそ 5 個</translation>
    </message>
    <message>
        <source>About 10</source>
        <translation>およそ 10 個</translation>
    </message>
    <message>
        <source>About 32</source>
        <translation>およそ 32 個</translation>
    </message>
    <message>
        <source>About 512</source>
        <translation>およそ 512 個</translation>
    </message>
    <message>
        <source>About ½ log₂ N nodes are asked the way, here about 5. Written as a binary number, the distance to the key has log₂ N digits that matter; a finger clears one digit that is 1, and half of them are 0 already (TON, section VI-C and Fig. 10). Twice the nodes cost half a question more.</source>
        <translation>尋ねるノードはおよそ ½ log₂ N 個、ここではおよそ 5 個です。キーまでの距離を 2 進数で書くと意味のある桁は log₂ N 個あり、フィンガー 1 本で 1 の桁が 1 つ消えますが、半分は初めから 0 です（TON, VI-C 節, Fig. 10）。ノードが 2 倍になっても、尋ねる回数は半回増えるだけです。</translation>
    </message>
    <message>
        <source>Why successor lists</source>
        <translation>なぜ後続リストか</translation>
    </message>
    <message>
        <source>A ring is as strong as its successor lists: it holds as long as not all of one list die at once.</source>
        <translation>リングの強さは後続リストの強さです。1 つのリストが一度に全滅しない限り保たれます。</translation>
    </message>
    <message>
        <source>One successor</source>
        <translation>後続ノード 1 個</translation>
    </message>
    <message>
        <source>In this ring each node knows just one node ahead, its successor. N21 knows N32. It has fingers further on, but between N32 and a finger there may be nodes that it has never heard of.</source>
        <translation>このリングでは、どのノードも先のノードを 1 個、後続ノードしか知りません。N21 は N32 を知っています。さらに先へのフィンガーはありますが、N32 とフィンガーの間には聞いたことのないノードがあるかもしれません。</translation>
    </message>
    <message>
        <source>It crashes</source>
        <translation>故障する</translation>
    </message>
    <message>
        <source>N32 is about to crash. At the same moment N21 looks up K30, which will belong to N38, the next node that lives.</source>
        <translation>N32 がこれから故障します。同時に N21 が K30 を検索します。K30 は次に生きているノード N38 のものになります。</translation>
    </message>
    <message>
        <source>Will N21 find N38?</source>
        <translation>N21 は N38 を見つけられるでしょうか。</translation>
    </message>
    <message>
        <source>Yes, after a timeout</source>
        <translation>はい、タイムアウトの後で</translation>
    </message>
    <message>
        <source>No: nothing leads there</source>
        <translation>いいえ、そこへ至るものがない</translation>
    </message>
    <message>
        <source>The lookup has failed. N21 has taken N32 for dead and has no successor left; N38 is well, but nothing leads from N21 to it: the ring is broken. Chord is right only as long as every node knows its successor (TON, section IV-E.3).</source>
        <translation>検索は失敗しました。N21 は N32 を停止とみなし、後続ノードがなくなりました。N38 は無事ですが、N21 からそこへ至るものがありません。リングは壊れています。Chord が正しいのは、どのノードも後続ノードを知っている間だけです（TON, IV-E.3 節）。</translation>
    </message>
    <message>
        <source>The long way round</source>
        <translation>遠回り</translation>
    </message>
    <message>
        <source>The paper&apos;s protocol has no way on from here. A node of FunnelKVS turns to the one neighbour it has left, its predecessor, and goes back around the ring: each node it asks names the one before.</source>
        <translation>論文のプロトコルではここから先へ進めません。FunnelKVS のノードは残った隣、先行ノードに頼ってリングを逆にたどり、尋ねたノードがそれぞれ 1 つ前のノードを教えます。</translation>
    </message>
    <message>
        <source>How many nodes does N21 ask until it has N38?</source>
        <translation>N21 は N38 に着くまでに何個のノードに尋ねるでしょうか。</translation>
    </message>
    <message>
        <source>1</source>
        <translation>1 個</translation>
    </message>
    <message>
        <source>4, by its fingers</source>
        <translation>フィンガーで 4 個</translation>
    </message>
    <message>
        <source>8, all that are left</source>
        <translation>8 個、残りすべて</translation>
    </message>
    <message>
        <source>N21 took N14 for its successor, then N8, N1, N56, N51, N48, N42, and at last N38: all the others there are, one every two seconds or so. Of a thousand nodes it would have been a thousand, and all the while lookups went astray.</source>
        <translation>N21 は後続ノードを N14、N8、N1、N56、N51、N48、N42 と替え、最後に N38 としました。残りのノードすべてで、およそ 2 秒に 1 個です。1,000 個なら 1,000 個になり、その間の検索は迷い続けます。</translation>
    </message>
    <message>
        <source>Three successors</source>
        <translation>後続ノード 3 個</translation>
    </message>
    <message>
        <source>The same ring once more, but with lists of three: N21 knows N32, N38 and N42. Again N32 crashes.</source>
        <translation>同じリングで、今度はリストの長さが 3 です。N21 は N32、N38、N42 を知っています。再び N32 が故障します。</translation>
    </message>
    <message>
        <source>Whom will N21 take for its successor?</source>
        <translation>N21 は誰を後続ノードとするでしょうか。</translation>
    </message>
    <message>
        <source>N14, as before</source>
        <translation>前と同じく N14</translation>
    </message>
    <message>
        <source>N38, at once</source>
        <translation>すぐに N38</translation>
    </message>
    <message>
        <source>The voters that are left elect another leader, and a new voter gets the copy that was lost.</source>
        <translation>残った投票ノードが別のリーダーを選び、失われたコピーは新しい投票ノードに作られます。</translation>
    </message>
    <message>
        <source>Each range of keys has three voters: the node at its end, which leads it, and the next two. K54 is in the range (51, 56]. N56 leads that range; N1 and N8 hold copies, which are drawn hollow. A write is acknowledged when a majority of the three has it.</source>
        <translation>キーの各範囲には投票ノードが 3 台あります。範囲の終わりにあるノードがリーダーで、続く 2 台が加わります。K54 は範囲 (51, 56] にあります。N56 がこの範囲のリーダーで、N1 と N8 はコピーを持ちます（中空の印）。3 台の過半数が受け取ると、書き込みは完了と応答されます。</translation>
    </message>
    <message>
        <source>The leader crashes</source>
        <translation>リーダーの故障</translation>
    </message>
    <message>
        <source>Which node will serve K54?</source>
        <translation>K54 を扱うのはどのノードになりますか？</translation>
    </message>
    <message>
        <source>None: it is lost</source>
        <translation>なし：失われる</translation>
    </message>
    <message>
        <source>N1 leads the range now, and had its copy all the time. It took a few seconds: N56 held a lease, which the voters renew as long as they hear from it, and no other leader is elected while a lease lasts. N56 might only have been slow, and must first have stopped answering. Then N1 asked N8, and two of three voters are a majority.</source>
        <translation>今は N1 がこの範囲のリーダーで、コピーはずっと持っていました。数秒かかったのは、N56 がリースを持っていたからです。投票ノードは N56 から連絡がある間リースを更新し、リースが続く間は別のリーダーを選びません。N56 は遅いだけかもしれず、先に応答をやめていなければならないからです。その後 N1 は N8 に尋ね、投票ノード 3 台のうち 2 台で過半数になりました。</translation>
    </message>
    <message>
        <source>The value is read from N1. A write that was acknowledged is held by a majority of the voters, and a new leader has asked a majority: both have at least one node in common.</source>
        <translation>値は N1 から読み取られます。完了と応答した書き込みは投票ノードの過半数にあり、新しいリーダーも過半数に尋ねています。両者には必ず共通のノードがあります。</translation>
    </message>
    <message>
        <source>A new voter</source>
        <translation>新しい投票ノード</translation>
    </message>
    <message>
        <source>Of three copies two are left, on N1 and N8. One more crash, and the range would have no majority.</source>
        <translation>3 つのコピーのうち、N1 と N8 の 2 つが残っています。もう 1 台故障すると、この範囲は過半数を失います。</translation>
    </message>
    <message>
        <source>Which node gets the third copy?</source>
        <translation>3 つ目のコピーはどのノードに作られますか？</translation>
    </message>
    <message>
        <source>N14: the voters should be the first three live nodes from the end of the range on. N56 had been silent for so long that it is replaced. N1 first copied the keys to N14, then proposed it as a voter and removed N56. Each change of the voters is decided by a majority of them, as a write is.</source>
        <translation>N14 です。投票ノードは、範囲の終わりから数えて最初の稼働中の 3 台であるべきです。N56 は長く応答しなかったので交代になります。N1 はまず N14 にキーをコピーし、次に N14 を投票ノードとして提案し、N56 を外しました。投票ノードの変更は、書き込みと同じく、その過半数が決めます。</translation>
    </message>
    <message>
        <source>Will it lead the range again?</source>
        <translation>再びこの範囲のリーダーになりますか？</translation>
    </message>
    <message>
        <source>To the others N56 is a new node: what it had promised as a voter is forgotten. It got the keys from N1, became a voter, and then N1 gave the lead to it. A leader without the keys would answer that there is no such key, and be wrong.</source>
        <translation>ほかのノードにとって N56 は新しいノードです。投票ノードとして約束したことは忘れられています。N56 は N1 からキーを受け取り、投票ノードになり、それから N1 がリーダーを譲りました。キーを持たないリーダーは「そのキーはない」と誤って答えてしまいます。</translation>
    </message>
    <message>
        <source>N32 has split its range at 26, and copied K24 to N26. Then N26 became a voter of the range (21, 26], and only then did N32 give the lead to it: there is never a moment with two leaders. (The paper leaves this to the program that uses Chord; this is how FunnelKVS does it.)</source>
        <translation>N32 は自分の範囲を 26 で分割し、K24 を N26 にコピーしました。次に N26 が範囲 (21, 26] の投票ノードになり、その後で初めて N32 がリーダーを譲ります。リーダーが 2 台になる瞬間はありません。（論文はこれを Chord を使うプログラムに任せています。これは FunnelKVS のやり方です。）</translation>
    </message>
    <message>
        <source>N38, as soon as N32 is taken for dead: it is next in the list. The lookup found it, too. The ring breaks only if all three die before the list is filled again: if each node fails with probability p, with p³ (TON, section IV-E.3).

Lists keep the ring together, not the keys: K24 and K30 had no other copy and are lost, and no node may serve their range. That is what replicas are for.</source>
        <translation>N32 が停止とみなされ次第、リストで次の N38 です。検索も N38 を見つけました。リングが壊れるのは、リストが補われる前に 3 個とも停止した場合だけです。各ノードの故障確率が p なら p³ です（TON, IV-E.3 節）。

リストはリングをつなぎますが、キーは守りません。K24 と K30 にはほかにコピーがなく失われ、その範囲を扱えるノードもありません。そのためにレプリカがあります。</translation>
    </message>
</context>
<context>
    <name>monitor::LiveSource</name>
    <message>
        <source>There is no ring yet. Start a local one, or connect to a node.</source>
        <translation>まだリングがありません。ローカルに起動するか、ノードに接続してください。</translation>
    </message>
    <message>
        <source>The ring is still being opened. Wait a moment, or cancel.</source>
        <translation>リングを開いているところです。少し待つか、キャンセルしてください。</translation>
    </message>
    <message>
        <source>This ring was not started here, so it is read-only. Unlock it to change it.</source>
        <translation>このリングはここで起動したものではないので読み取り専用です。変更するにはロックを解除してください。</translation>
    </message>
    <message>
        <source>No node of this ring answers. Restart one, or connect to another ring.</source>
        <translation>このリングのどのノードも応答しません。再起動するか、別のリングに接続してください。</translation>
    </message>
    <message>
        <source>Only nodes that this program started can be killed. Ask a node to leave instead.</source>
        <translation>強制終了できるのはこのプログラムが起動したノードだけです。代わりに離脱を依頼してください。</translation>
    </message>
    <message>
        <source>No node that this program started has ended, so there is none to restart.</source>
        <translation>このプログラムが起動したノードで終了したものはないので、再起動するものはありません。</translation>
    </message>
    <message>
        <source>This program starts at most %1 nodes.</source>
        <translation>このプログラムが起動するノードは %1 個までです。</translation>
    </message>
    <message>
        <source>The nodes of this ring are on other machines, and could not reach one that is started here. Start it there: funnelkvs node --join %1</source>
        <translation>このリングのノードは別のマシンにあり、ここで起動したノードには届きません。そちらで起動してください：funnelkvs node --join %1</translation>
    </message>
    <message>
        <source>No node of this ring answers, so there is none to join.</source>
        <translation>このリングのどのノードも応答しないので、参加先がありません。</translation>
    </message>
    <message>
        <source>Select a node first.</source>
        <translation>先にノードを選んでください。</translation>
    </message>
    <message>
        <source>%1 was not started by this program, so it cannot be killed. Ask it to leave instead.</source>
        <translation>%1 はこのプログラムが起動したものではないので強制終了できません。代わりに離脱を依頼してください。</translation>
    </message>
    <message>
        <source>%1 does not run.</source>
        <translation>%1 は動いていません。</translation>
    </message>
    <message>
        <source>%1 was not started by this program. Start it again on its machine.</source>
        <translation>%1 はこのプログラムが起動したものではありません。そのマシンで起動し直してください。</translation>
    </message>
    <message>
        <source>%1 runs.</source>
        <translation>%1 は動いています。</translation>
    </message>
    <message>
        <source>%1 does not answer, so it cannot be asked to leave.</source>
        <translation>%1 は応答しないので、離脱を依頼できません。</translation>
    </message>
    <message>
        <source>%1 is leaving already.</source>
        <translation>%1 はすでに離脱中です。</translation>
    </message>
    <message>
        <source>Leave %1: its key is lost, it is the last node</source>
        <translation>%1 を離脱：最後のノードなのでキーが失われます</translation>
    </message>
    <message>
        <source>Leave %1: %2 keys are lost, it is the last node</source>
        <translation>%1 を離脱：最後のノードなのでキー %2 個が失われます</translation>
    </message>
    <message>
        <source>Leave %1: 1 key moves</source>
        <translation>%1 を離脱：キー 1 個が移動します</translation>
    </message>
    <message>
        <source>Leave %1: %2 keys move</source>
        <translation>%1 を離脱：キー %2 個が移動します</translation>
    </message>
    <message>
        <source>A key has at least one byte. Type a key first.</source>
        <translation>キーは 1 バイト以上必要です。先にキーを入力してください。</translation>
    </message>
    <message>
        <source>The key has %1 bytes; at most %2 are allowed. Choose a shorter one.</source>
        <translation>キーは %1 バイトあります。上限は %2 バイトです。短いものを選んでください。</translation>
    </message>
    <message>
        <source>No node of this ring answers now. Try again in a moment.</source>
        <translation>このリングのどのノードも今は応答しません。少し待ってからやり直してください。</translation>
    </message>
    <message>
        <source>The node could not be started: %1. Its log is %2.</source>
        <translation>ノードを起動できませんでした：%1。ログは %2 です。</translation>
    </message>
    <message>
        <source>Given up: another ring was opened.</source>
        <translation>中止しました：別のリングが開かれました。</translation>
    </message>
    <message>
        <source>The node was ended.</source>
        <translation>ノードは終了させられました。</translation>
    </message>
    <message>
        <source>%1 Write a node&apos;s address like 127.0.0.1:11000.</source>
        <translation>%1 ノードのアドレスは 127.0.0.1:11000 のように書いてください。</translation>
    </message>
    <message>
        <source>Asking %1</source>
        <translation>%1 に問い合わせ中</translation>
    </message>
    <message>
        <source>local ring</source>
        <translation>ローカルリング</translation>
    </message>
    <message>
        <source>%1 of %2 joined</source>
        <translation>%2 個中 %1 個が参加</translation>
    </message>
    <message>
        <source>%1 of %1 joined, stabilizing</source>
        <translation>%1 個すべてが参加、安定化中</translation>
    </message>
    <message>
        <source>A node has joined at %1.</source>
        <translation>ノードが %1 で参加しました。</translation>
    </message>
    <message>
        <source>The node at %1 runs again.</source>
        <translation>%1 のノードが再び動いています。</translation>
    </message>
    <message>
        <source>%1 was killed. Restart brings it back.</source>
        <translation>%1 を強制終了しました。「再起動」で戻せます。</translation>
    </message>
    <message>
        <source>The identifiers of this ring have %1 bits; the one for the new node has more.</source>
        <translation>このリングの識別子は %1 ビットですが、新しいノードの識別子はそれより大きいです。</translation>
    </message>
    <message>
        <source>%1 (%2) has this identifier already. Choose another one.</source>
        <translation>%1（%2）がすでにこの識別子を持っています。別のものを選んでください。</translation>
    </message>
    <message>
        <source>The nodes of this ring speak TLS, and one that is started here would have no certificate. Start it yourself: funnelkvs node --join %1 --tls-cert FILE --tls-key FILE</source>
        <translation>このリングのノードは TLS を話しますが、ここで起動するノードには証明書がありません。手動で起動してください：funnelkvs node --join %1 --tls-cert FILE --tls-key FILE</translation>
    </message>
    <message>
        <source>Links are cut in the classroom only. Open the textbook ring for that.</source>
        <translation>リンクを切断できるのは教室モードだけです。教科書のリングを開いてください。</translation>
    </message>
</context>
<context>
    <name>monitor::LocalCluster</name>
    <message>
        <source>The program funnelkvs, which every node is, was not found beside this program (in %1) nor in PATH. Install it, or put its folder into PATH.</source>
        <translation>各ノードの実体であるプログラム funnelkvs が、このプログラムの隣（%1）にも PATH にもありません。インストールするか、そのフォルダーを PATH に加えてください。</translation>
    </message>
    <message>
        <source>The folder %1 for the logs cannot be made. Check who may write there.</source>
        <translation>ログ用のフォルダー %1 を作れません。書き込みの権限を確かめてください。</translation>
    </message>
    <message>
        <source>Node %1 of %2 could not be started: %3. The others were stopped again. Its log is %4.</source>
        <translation>%2 個中 %1 番目のノードを起動できませんでした：%3。ほかのノードは止めました。ログは %4 です。</translation>
    </message>
</context>
<context>
    <name>monitor::LocalNode</name>
    <message>
        <source>%1 cannot be started (%2)</source>
        <translation>%1 を起動できません（%2）</translation>
    </message>
    <message>
        <source>it was killed here</source>
        <translation>ここで強制終了されました</translation>
    </message>
    <message>
        <source>its process was ended from outside or crashed</source>
        <translation>プロセスが外から終了させられたか、異常終了しました</translation>
    </message>
    <message>
        <source>its process ended by itself with exit code %1</source>
        <translation>プロセスが終了コード %1 で自ら終了しました</translation>
    </message>
    <message>
        <source>its process ended by itself with exit code %1, and said: %2</source>
        <translation>プロセスが終了コード %1 で自ら終了し、次を出力しました：%2</translation>
    </message>
</context>
<context>
    <name>monitor::LogDialog</name>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>The log %1 cannot be read: %2.</source>
        <translation>ログ %1 を読めません：%2。</translation>
    </message>
    <message>
        <source>Log of %1: %2</source>
        <translation>%1 のログ：%2</translation>
    </message>
</context>
<context>
    <name>monitor::MainWindow</name>
    <message>
        <source>FunnelKVS</source>
        <translation>FunnelKVS</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>インスペクター</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Trace of lookups</source>
        <translation>検索の経過</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Trace, events, charts</source>
        <translation>経過、イベント、グラフ</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>タイムライン</translation>
    </message>
    <message>
        <source>%1 – FunnelKVS</source>
        <translation>%1 – FunnelKVS</translation>
    </message>
    <message>
        <source>Type a key into the field above first.</source>
        <translation>先に上の欄にキーを入力してください。</translation>
    </message>
    <message>
        <source>“%1” is no identifier of this ring of %2 bits.</source>
        <translation>「%1」はこの %2 ビットのリングの識別子ではありません。</translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation>%1 を削除しました。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>No node or key that is known here begins with “%1”.</source>
        <translation>「%1」で始まるノードやキーは、ここでは知られていません。</translation>
    </message>
    <message>
        <source>The language changes when the program is started again.</source>
        <translation>言語は次にプログラムを起動したときに変わります。</translation>
    </message>
    <message>
        <source>This ring belongs to others: it is shown, and cannot be changed by mistake.</source>
        <translation>これはほかの人のリングです。表示だけを行い、誤って変更されることはありません。</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>ロックを解除</translation>
    </message>
    <message>
        <source>%1 was written.</source>
        <translation>%1 に書き込みました。</translation>
    </message>
    <message>
        <source>The field takes %1 characters at most; what is beyond was left out. Store longer values from a file: funnelkvs put KEY --file FILE</source>
        <translation>この欄に入るのは最大 %1 文字です。それを超えた部分は省かれました。長い値はファイルから保存してください：funnelkvs put KEY --file FILE</translation>
    </message>
    <message>
        <source>Connect otherwise…</source>
        <translation>別の方法で接続…</translation>
    </message>
</context>
<context>
    <name>monitor::MenuBar</name>
    <message>
        <source>&amp;Ring</source>
        <translation>リング(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Node</source>
        <translation>ノード(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>キー(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Time</source>
        <translation>時間(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>レッスン(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>明るい</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>暗い</translation>
    </message>
</context>
<context>
    <name>monitor::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
</context>
<context>
    <name>monitor::MessageSentence</name>
    <message>
        <source>lookup: who comes next on the way to %1?</source>
        <translation>検索：%1 へ向かう次は誰ですか</translation>
    </message>
    <message>
        <source>lookup: I know no way</source>
        <translation>検索：行き方を知りません</translation>
    </message>
    <message>
        <source>lookup: it belongs to %1</source>
        <translation>検索：%1 のものです</translation>
    </message>
    <message>
        <source>lookup: ask %1</source>
        <translation>検索：%1 に尋ねてください</translation>
    </message>
    <message>
        <source>join: do you belong to the ring?</source>
        <translation>参加：あなたはリングのメンバーですか</translation>
    </message>
    <message>
        <source>stabilize: who is your predecessor?</source>
        <translation>安定化：あなたの先行ノードは誰ですか</translation>
    </message>
    <message>
        <source>who are your neighbours?</source>
        <translation>あなたの隣のノードは誰ですか</translation>
    </message>
    <message>
        <source>my predecessor is %1</source>
        <translation>私の先行ノードは %1 です</translation>
    </message>
    <message>
        <source>I know no predecessor</source>
        <translation>先行ノードを知りません</translation>
    </message>
    <message>
        <source>are you there?</source>
        <translation>いますか</translation>
    </message>
    <message>
        <source>I am here</source>
        <translation>います</translation>
    </message>
    <message>
        <source>notify: I may be your predecessor</source>
        <translation>通知：私はあなたの先行ノードかもしれません</translation>
    </message>
    <message>
        <source>I have left the ring</source>
        <translation>リングから離脱しました</translation>
    </message>
    <message>
        <source>not now</source>
        <translation>今はだめです</translation>
    </message>
    <message>
        <source>send me %1</source>
        <translation>%1 を送ってください</translation>
    </message>
    <message numerus="yes">
        <source>send me %n key(s)</source>
        <translation>
            <numerusform>キー %n 個を送ってください</numerusform>
        </translation>
    </message>
    <message>
        <source>here is %1</source>
        <translation>%1 です</translation>
    </message>
    <message numerus="yes">
        <source>here are %n key(s)</source>
        <translation>
            <numerusform>キー %n 個です</numerusform>
        </translation>
    </message>
    <message>
        <source>get %1</source>
        <translation>%1 を取得</translation>
    </message>
    <message>
        <source>put %1</source>
        <translation>%1 を保存</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>%1 を削除</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>there is no such key</source>
        <translation>そのキーはありません</translation>
    </message>
    <message>
        <source>the value is another</source>
        <translation>値が違います</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>届きません</translation>
    </message>
    <message>
        <source>election: would you vote for me?</source>
        <translation>選出：私に投票しますか？</translation>
    </message>
    <message>
        <source>election: I would</source>
        <translation>選出：投票します</translation>
    </message>
    <message>
        <source>election: promise me ballot %1</source>
        <translation>選出：投票番号 %1 を約束してください</translation>
    </message>
    <message>
        <source>election: I promise ballot %1</source>
        <translation>選出：投票番号 %1 を約束します</translation>
    </message>
    <message>
        <source>be the leader of this range</source>
        <translation>この範囲のリーダーになってください</translation>
    </message>
    <message>
        <source>heartbeat: I lead; renew my lease</source>
        <translation>ハートビート：私がリーダーです。リースを更新してください</translation>
    </message>
    <message>
        <source>heartbeat: renewed</source>
        <translation>ハートビート：更新しました</translation>
    </message>
    <message>
        <source>heartbeat: not all renewed</source>
        <translation>ハートビート：更新できないものがあります</translation>
    </message>
    <message>
        <source>take the state of %1, to become a voter</source>
        <translation>%1 の状態を受け取り、投票ノードになってください</translation>
    </message>
    <message>
        <source>propose: the voters of %1 are %2</source>
        <translation>提案：%1 の投票ノードは %2</translation>
    </message>
    <message>
        <source>you are no voter of this range any more</source>
        <translation>あなたはもうこの範囲の投票ノードではありません</translation>
    </message>
    <message numerus="yes">
        <source>accept %n key(s)</source>
        <translation>
            <numerusform>キー %n 個を受け入れてください</numerusform>
        </translation>
    </message>
    <message>
        <source>accept: %1 is deleted</source>
        <translation>受け入れてください：%1 は削除</translation>
    </message>
    <message>
        <source>accept %1</source>
        <translation>%1 を受け入れてください</translation>
    </message>
    <message numerus="yes">
        <source>forget %n record(s)</source>
        <translation>
            <numerusform>レコード %n 個を忘れてください</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>compare: I hold %n key(s) here; the same as you?</source>
        <translation>
            <numerusform>比較：ここにはキーが %n 個あります。同じですか？</numerusform>
        </translation>
    </message>
    <message>
        <source>compare: the same</source>
        <translation>比較：同じです</translation>
    </message>
    <message>
        <source>compare: this is what I hold</source>
        <translation>比較：私が持つのはこれです</translation>
    </message>
    <message>
        <source>I lead the range %1</source>
        <translation>私が範囲 %1 のリーダーです</translation>
    </message>
    <message>
        <source>join: a range should end at me</source>
        <translation>参加：私のところで終わる範囲をください</translation>
    </message>
    <message>
        <source>join: I split my range for you</source>
        <translation>参加：私の範囲を分割します</translation>
    </message>
    <message>
        <source>join: ask %1, which leads there</source>
        <translation>参加：そこのリーダー %1 に尋ねてください</translation>
    </message>
    <message>
        <source>recovery: what do you know of the range %1?</source>
        <translation>復旧：範囲 %1 について何を知っていますか？</translation>
    </message>
    <message>
        <source>recovery: this is what I know</source>
        <translation>復旧：知っているのはこれです</translation>
    </message>
    <message>
        <source>recovery: lead this range with those that are left: %1</source>
        <translation>復旧：残ったノードでこの範囲のリーダーになってください：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) will not come back</source>
        <translation>
            <numerusform>ノード %n 台は戻りません</numerusform>
        </translation>
    </message>
    <message>
        <source>I do not lead there: ask %1</source>
        <translation>私はリーダーではありません。%1 に尋ねてください</translation>
    </message>
    <message>
        <source>I do not lead there</source>
        <translation>私はリーダーではありません</translation>
    </message>
    <message>
        <source>this may be a repeated request: send it again</source>
        <translation>繰り返された要求かもしれません。送り直してください</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>受け入れました</translation>
    </message>
    <message>
        <source>no: I have promised a later ballot</source>
        <translation>いいえ：より新しい投票番号を約束しました</translation>
    </message>
    <message>
        <source>no: the lease of the leader has not ended</source>
        <translation>いいえ：リーダーのリースが終わっていません</translation>
    </message>
    <message>
        <source>no: I am no voter of this range</source>
        <translation>いいえ：この範囲の投票ノードではありません</translation>
    </message>
    <message>
        <source>no: I do not know this configuration yet</source>
        <translation>いいえ：この構成をまだ知りません</translation>
    </message>
    <message>
        <source>no: this range is being merged</source>
        <translation>いいえ：この範囲は統合中です</translation>
    </message>
</context>
<context>
    <name>monitor::Names</name>
    <message>
        <source>%1… (%2)</source>
        <translation>%1…（%2）</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n バイト</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>1 分未満</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 時間 %2 分</translation>
    </message>
</context>
<context>
    <name>monitor::NodeWarnings</name>
    <message numerus="yes">
        <source>%n nodes are in trouble. Choose one to see what it is.</source>
        <translation>
            <numerusform>%n 個のノードに問題があります。選ぶと内容が表示されます。</numerusform>
        </translation>
    </message>
    <message>
        <source>Heal</source>
        <translation>復旧</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Ranges have no quorum: %1. Their keys cannot be read or written until a majority of their voters answers or the ranges are recovered.</source>
        <translation>定足数のない範囲があります：%1。投票ノードの過半数が応答するか、範囲が復旧されるまで、そのキーの読み書きはできません。</translation>
    </message>
    <message>
        <source>%1 was killed. The other voters of its range elect a leader.</source>
        <translation>%1 を強制終了しました。範囲のほかの投票ノードがリーダーを選びます。</translation>
    </message>
</context>
<context>
    <name>monitor::NodesModel</name>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>後続ノード</translation>
    </message>
    <message>
        <source>Predecessor</source>
        <translation>先行ノード</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>itself</source>
        <translation>自分自身</translation>
    </message>
</context>
<context>
    <name>monitor::NodesTable</name>
    <message>
        <source>Nodes of the ring</source>
        <translation>リングのノード</translation>
    </message>
</context>
<context>
    <name>monitor::ObservedRing</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>At %1 answers a node that calls itself %2. Another program may have taken the port.</source>
        <translation>%1 で応答するノードは %2 と名乗っています。別のプログラムがポートを使っているのかもしれません。</translation>
    </message>
    <message>
        <source>The node at %1 belongs to another ring: it has identifiers of %2 bits and %3 replicas, this ring %4 bits and %5 replicas.</source>
        <translation>%1 のノードは別のリングのものです。識別子 %2 ビット、レプリカ %3 個で、このリングは %4 ビット、%5 個です。</translation>
    </message>
    <message>
        <source>The node at %1 says that its identifier is “%2”, which is none of this ring.</source>
        <translation>%1 のノードは識別子を「%2」としていますが、これはこのリングのものではありません。</translation>
    </message>
    <message>
        <source>another program answers at its address</source>
        <translation>そのアドレスでは別のプログラムが応答します</translation>
    </message>
    <message>
        <source>%1 (%2) is named by other nodes but has never answered here: %3. What it holds is not known. Check that this machine can reach it.</source>
        <translation>%1（%2）はほかのノードから名前が挙がりますが、ここでは一度も応答していません：%3。内容は不明です。このマシンから届くか確かめてください。</translation>
    </message>
    <message>
        <source>%1 ended %2 ago: %3. %4 Restart it to bring it back.</source>
        <translation>%1 は %2前に終了しました：%3。%4 再起動すると戻ります。</translation>
    </message>
    <message>
        <source>%1 has ended: %2. %3 Restart it to bring it back.</source>
        <translation>%1 は終了しました：%2。%3 再起動すると戻ります。</translation>
    </message>
    <message>
        <source> To bring it back, start it again on its machine.</source>
        <translation> 戻すには、そのマシンで起動し直してください。</translation>
    </message>
    <message>
        <source>%1 has not answered for %2 (%3). %4</source>
        <translation>%1 は %2 の間応答していません（%3）。%4</translation>
    </message>
    <message>
        <source>It owned no keys.</source>
        <translation>所有するキーはありませんでした。</translation>
    </message>
    <message>
        <source>Its keys are read from %1.</source>
        <translation>そのキーは %1 から読み取られます。</translation>
    </message>
    <message>
        <source>Its keys cannot be read: this ring keeps no replicas.</source>
        <translation>そのキーは読み取れません。このリングはレプリカを持ちません。</translation>
    </message>
    <message>
        <source>The nodes with the replicas of its keys do not answer either.</source>
        <translation>そのキーのレプリカを持つノードも応答しません。</translation>
    </message>
    <message>
        <source>Its keys cannot be read or written: their range has no quorum.</source>
        <translation>そのキーは読み書きできません。範囲に定足数がありません。</translation>
    </message>
    <message>
        <source>Its keys can be read again when another voter is elected the leader.</source>
        <translation>別の投票ノードがリーダーに選ばれると、そのキーを再び読み取れます。</translation>
    </message>
</context>
<context>
    <name>monitor::PlayBar</name>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速さ</translation>
    </message>
    <message>
        <source>How fast time passes; 1× is as in life</source>
        <translation>時間の進む速さ。1× は実際と同じ速さです</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>再生</translation>
    </message>
</context>
<context>
    <name>monitor::RandomRingDialog</name>
    <message>
        <source>Open a random ring</source>
        <translation>ランダムなリングを開く</translation>
    </message>
    <message>
        <source>A simulated ring whose nodes stand at random places. Equal numbers give equal rings.</source>
        <translation>ノードの位置がランダムなシミュレーションのリングです。同じ数からは同じリングができます。</translation>
    </message>
    <message>
        <source>Nodes:</source>
        <translation>ノード数:</translation>
    </message>
    <message>
        <source>Bits of an identifier (m):</source>
        <translation>識別子のビット数 (m):</translation>
    </message>
    <message>
        <source>Keys:</source>
        <translation>キー数:</translation>
    </message>
    <message>
        <source>Seed:</source>
        <translation>乱数の種:</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message numerus="yes">
        <source>%1 bits make only %n places: choose fewer nodes or more bits.</source>
        <translation>
            <numerusform>%1 ビットでは位置が %n 個しかありません。ノードを減らすか、ビット数を増やしてください。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::RangeTexts</name>
    <message>
        <source>The range %1 has no leader at the moment; its voters elect one.</source>
        <translation>範囲 %1 には現在リーダーがありません。投票ノードが選出します。</translation>
    </message>
    <message>
        <source>The range %1 has a new leader, which brings the replicas together before it serves.</source>
        <translation>範囲 %1 には新しいリーダーがあり、要求を受け付ける前にレプリカをそろえています。</translation>
    </message>
    <message>
        <source>No voter of the range %1 answers; its keys cannot be read or written until the range is recovered.</source>
        <translation>範囲 %1 の投票ノードはどれも応答しません。範囲が復旧されるまで、そのキーの読み書きはできません。</translation>
    </message>
    <message>
        <source>The range %1 has no quorum: %2, its only voter, does not answer; its keys cannot be read or written until it does or the range is recovered.</source>
        <translation>範囲 %1 には定足数がありません。唯一の投票ノード %2 が応答しません。応答するか、範囲が復旧されるまで、そのキーの読み書きはできません。</translation>
    </message>
    <message>
        <source>The range %1 has no quorum: no majority of its voters %2 reach each other; its keys cannot be read or written until they do.</source>
        <translation>範囲 %1 には定足数がありません。投票ノード %2 の過半数が互いに通信できません。通信できるまで、そのキーの読み書きはできません。</translation>
    </message>
    <message numerus="yes">
        <source>The range %1 has no quorum: %n of %2 voters answers; its keys cannot be read or written until a majority of %3 answers or the range is recovered.</source>
        <translation>
            <numerusform>範囲 %1 には定足数がありません。投票ノード %2 台のうち応答は %n 台です。%3 の過半数が応答するか、範囲が復旧されるまで、そのキーの読み書きはできません。</numerusform>
        </translation>
    </message>
    <message>
        <source>serving</source>
        <translation>稼働中</translation>
    </message>
    <message>
        <source>no leader</source>
        <translation>リーダーなし</translation>
    </message>
    <message>
        <source>no quorum</source>
        <translation>定足数なし</translation>
    </message>
    <message>
        <source>recovering</source>
        <translation>準備中</translation>
    </message>
    <message>
        <source>no voter answers</source>
        <translation>投票ノードの応答なし</translation>
    </message>
</context>
<context>
    <name>monitor::RecordingFile</name>
    <message>
        <source>The recording is too large to be opened: it would take more than %1 MB of memory.</source>
        <translation>記録が大きすぎて開けません。メモリーが %1 MB を超えます。</translation>
    </message>
    <message>
        <source>The file is damaged. %1 Choose another file.</source>
        <translation>ファイルが壊れています。%1 別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>The recording is empty: it has no frame to show. Choose another file.</source>
        <translation>記録は空で、表示する場面がありません。別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>The file is no JSON text, or not whole. %1 Choose another file.</source>
        <translation>ファイルが JSON ではないか、途中で切れています。%1 別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>The recording could not be written to %1: %2. Choose another place.</source>
        <translation>記録を %1 に書き込めませんでした：%2。別の場所を選んでください。</translation>
    </message>
    <message>
        <source>%1 could not be opened: %2. Choose another file.</source>
        <translation>%1 を開けませんでした：%2。別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>%1 is too large to be opened: it has %2 MB, and %3 MB are the limit.</source>
        <translation>%1 は大きすぎて開けません。%2 MB ありますが、上限は %3 MB です。</translation>
    </message>
</context>
<context>
    <name>monitor::ReplaySource</name>
    <message>
        <source>This is a recording: what happened cannot be changed. Connect to a ring, or open the textbook ring.</source>
        <translation>これは記録です。起きたことは変えられません。リングに接続するか、教科書のリングを開いてください。</translation>
    </message>
</context>
<context>
    <name>monitor::RingDiagnosis</name>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>names, count</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>These are %1 rings that do not know each other: %2. A key stored in one is not found in the others.</source>
        <translation>互いを知らない %1 個のリングがあります：%2。一方に保存したキーはほかでは見つかりません。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>And %1 more.</source>
        <translation>ほかに %1 件。</translation>
    </message>
</context>
<context>
    <name>monitor::RingSession</name>
    <message numerus="yes">
        <source>%n nodes are being started.</source>
        <translation>
            <numerusform>ノード %n 個を起動しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not connected: %1</source>
        <translation>接続していません：%1</translation>
    </message>
    <message>
        <source>%1 is being asked for its ring.</source>
        <translation>%1 にリングを問い合わせています。</translation>
    </message>
</context>
<context>
    <name>monitor::RingView</name>
    <message>
        <source>Ring</source>
        <translation>リング</translation>
    </message>
    <message numerus="yes">
        <source>A ring of %n nodes.</source>
        <translation>
            <numerusform>ノード %n 個のリング。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::Scene</name>
    <message>
        <source>joining</source>
        <translation>参加中</translation>
    </message>
    <message>
        <source>leaving</source>
        <translation>離脱中</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>isolated</source>
        <translation>孤立</translation>
    </message>
</context>
<context>
    <name>monitor::StartPage</name>
    <message>
        <source>No ring yet</source>
        <translation>まだリングがありません</translation>
    </message>
    <message>
        <source>Nodes of the local ring</source>
        <translation>ローカルリングのノード数</translation>
    </message>
    <message numerus="yes">
        <source>Start a local ring of %n nodes</source>
        <translation>
            <numerusform>ノード %n 個のローカルリングを起動</numerusform>
        </translation>
    </message>
    <message>
        <source>Real nodes on this computer. They end with this window.</source>
        <translation>このコンピューター上の本物のノードです。このウィンドウとともに終わります。</translation>
    </message>
    <message>
        <source>Open the textbook ring</source>
        <translation>教科書のリングを開く</translation>
    </message>
    <message>
        <source>The example of the Chord paper, simulated: it can be stopped and stepped.</source>
        <translation>Chord の論文の例をシミュレーションします。止めたり一歩ずつ進めたりできます。</translation>
    </message>
    <message>
        <source>Address of a node, host:port</source>
        <translation>ノードのアドレス（ホスト:ポート）</translation>
    </message>
    <message>
        <source>Connect to a node</source>
        <translation>ノードに接続</translation>
    </message>
    <message>
        <source>Any node of a ring that runs; the others are found from there.</source>
        <translation>動いているリングのどのノードでもかまいません。ほかはそこから見つけます。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Another ring…</source>
        <translation>別のリング…</translation>
    </message>
    <message>
        <source>A simulated ring of nodes at random places: you say how many.</source>
        <translation>ノードの位置がランダムなシミュレーションのリングです。ノード数を指定できます。</translation>
    </message>
</context>
<context>
    <name>monitor::StatusBar</name>
    <message>
        <source>seen just now</source>
        <translation>たった今確認</translation>
    </message>
    <message>
        <source>seen %1 ago</source>
        <translation>%1前に確認</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>CLASSROOM</source>
        <translation>教室</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation>再生</translation>
    </message>
    <message>
        <source>A ring is being opened.</source>
        <translation>リングを開いています。</translation>
    </message>
    <message>
        <source>No ring.</source>
        <translation>リングなし。</translation>
    </message>
    <message>
        <source>(read-only)</source>
        <translation>（読み取り専用）</translation>
    </message>
    <message numerus="yes">
        <source>%n live nodes</source>
        <translation>
            <numerusform>稼働中のノード %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>the ring is whole</source>
        <translation>リングは完全です</translation>
    </message>
    <message>
        <source>the ring is not whole yet</source>
        <translation>リングはまだ完全ではありません</translation>
    </message>
</context>
<context>
    <name>monitor::Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>タイムライン</translation>
    </message>
    <message>
        <source>no events</source>
        <translation>イベントなし</translation>
    </message>
    <message>
        <source>latest: %1</source>
        <translation>最新 %1</translation>
    </message>
</context>
<context>
    <name>monitor::TracePanel</name>
    <message>
        <source>Lookups and their hops</source>
        <translation>検索とそのホップ</translation>
    </message>
    <message>
        <source>Look a key up, and each step it takes through the ring is told here.</source>
        <translation>キーを検索すると、リングを通る一歩一歩がここで説明されます。</translation>
    </message>
</context>
<context>
    <name>monitor::TraceText</name>
    <message>
        <source>%1 looks at its own range: %2 is in it.</source>
        <translation>%1 は自分の範囲を見ます：%2 はその中にあります。</translation>
    </message>
    <message>
        <source>%1 looks at its own tables.</source>
        <translation>%1 は自分の表を見ます。</translation>
    </message>
    <message>
        <source>%1 remembers from earlier that %2 owns this part of the ring, and asks it.</source>
        <translation>%1 は %2 がこの範囲を所有することを以前から覚えていて、%2 に尋ねます。</translation>
    </message>
    <message>
        <source>%1 asks its successor %2: %3 lies between them, so %2 owns it.</source>
        <translation>%1 は後続ノード %2 に尋ねます：%3 は両者の間にあるので %2 のものです。</translation>
    </message>
    <message>
        <source>%1 names its successor %2: %3 lies between them, so %2 owns it.</source>
        <translation>%1 は後続ノード %2 を教えます：%3 は両者の間にあるので %2 のものです。</translation>
    </message>
    <message>
        <source>%1 asks %2 from its successor list: the closest known before %3.</source>
        <translation>%1 は後続リストの %2 に尋ねます：知っているうちで %3 の手前に最も近いノードです。</translation>
    </message>
    <message>
        <source>%1 names %2 from its successor list: the closest it knows before %3.</source>
        <translation>%1 は後続リストの %2 を教えます：知っているうちで %3 の手前に最も近いノードです。</translation>
    </message>
    <message>
        <source>%1 asks finger %2, %3: the closest known before %4.</source>
        <translation>%1 はフィンガー %2 の %3 に尋ねます：知っているうちで %4 の手前に最も近いノードです。</translation>
    </message>
    <message>
        <source>%1 names its finger %2, %3: the closest it knows before %4.</source>
        <translation>%1 はフィンガー %2 の %3 を教えます：知っているうちで %4 の手前に最も近いノードです。</translation>
    </message>
    <message numerus="yes">
        <source>%1 from %2: found at %3 after %n hops, %4</source>
        <translation>
            <numerusform>%2 から %1：%n ホップで %3 に見つかりました、%4</numerusform>
        </translation>
    </message>
    <message>
        <source>It does not answer; the lookup steps back.</source>
        <translation>応答がないので、検索は 1 歩戻ります。</translation>
    </message>
    <message>
        <source>%1 owns %2: it is the first node at or after %3 on the ring.</source>
        <translation>%1 が %2 を所有します：リング上で %3 以降の最初のノードです。</translation>
    </message>
    <message>
        <source>Copies are kept by %1.</source>
        <translation>コピーは %1 が持ちます。</translation>
    </message>
</context>
</TS>
