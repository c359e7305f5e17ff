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
        <source>&lt;h3&gt;FunnelKVS monitor %1&lt;/h3&gt;&lt;p&gt;Shows and controls a ring of FunnelKVS nodes, and teaches how it works.&lt;/p&gt;&lt;p&gt;Built with Qt %2, running with Qt %3.&lt;/p&gt;&lt;p&gt;The ring follows the Chord paper (Stoica et al., IEEE/ACM Transactions on Networking 11(1), 2003). Colours by Okabe and Ito.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;FunnelKVS モニター %1&lt;/h3&gt;&lt;p&gt;FunnelKVS のノードのリングを表示・操作し、その仕組みを学ぶためのプログラムです。&lt;/p&gt;&lt;p&gt;Qt %2 で作成、Qt %3 で実行中。&lt;/p&gt;&lt;p&gt;リングは Chord の論文（Stoica ほか、IEEE/ACM Transactions on Networking 11(1), 2003）に従います。配色は岡部・伊藤によります。&lt;/p&gt;&lt;p&gt;GNU General Public License バージョン 3 またはそれ以降のもとでのフリーソフトウェアです。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>monitor::ActionDialogs</name>
    <message>
        <source>Join at an identifier</source>
        <translation>識別子を指定して参加</translation>
    </message>
    <message>
        <source>Cut a link</source>
        <translation>リンクの切断</translation>
    </message>
    <message>
        <source>Cut the link between %1 and this node:</source>
        <translation>%1 とのリンクを切断するノード：</translation>
    </message>
    <message>
        <source>Identifier of the new node (a number, or hexadecimal digits):</source>
        <translation>新しいノードの識別子（数、または 16 進数字）：</translation>
    </message>
</context>
<context>
    <name>monitor::ActionResults</name>
    <message>
        <source>%1 has a new value.</source>
        <translation>%1 の値を更新しました。</translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation>%1 を削除しました。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>monitor::Actions</name>
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
        <source>No ring is open. Start or open one first.</source>
        <translation>リングが開かれていません。先に起動するか開いてください。</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>ログを表示</translation>
    </message>
    <message>
        <source>Replay the recording</source>
        <translation>記録を再生</translation>
    </message>
    <message>
        <source>Select a node first.</source>
        <translation>先にノードを選んでください。</translation>
    </message>
    <message>
        <source>The ring is still being opened. Wait a moment, or cancel.</source>
        <translation>リングを開いているところです。少し待つか、キャンセルしてください。</translation>
    </message>
    <message>
        <source>Reopen the kept ring</source>
        <translation>保存したリングを再び開く</translation>
    </message>
    <message>
        <source>Teacher&apos;s notes</source>
        <translation>教師用メモ</translation>
    </message>
    <message>
        <source>Desktop notifications</source>
        <translation>デスクトップ通知</translation>
    </message>
    <message>
        <source>Bookmark this ring…</source>
        <translation>このリングをブックマーク…</translation>
    </message>
</context>
<context>
    <name>monitor::BookmarkDialog</name>
    <message>
        <source>Bookmark of %1</source>
        <translation>%1 のブックマーク</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>オレンジ</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>青</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>黄</translation>
    </message>
    <message>
        <source>vermillion</source>
        <translation>朱</translation>
    </message>
    <message>
        <source>sky blue</source>
        <translation>空色</translation>
    </message>
    <message>
        <source>green</source>
        <translation>緑</translation>
    </message>
    <message>
        <source>purple</source>
        <translation>紫</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>monitor::BottomTabs</name>
    <message>
        <source>Trace of lookups</source>
        <translation>検索の経過</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>メトリクス</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
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
        <source>%1 (%2) has joined.</source>
        <translation>%1（%2）が参加しました。</translation>
    </message>
    <message>
        <source>%1 has left the ring.</source>
        <translation>%1 がリングから離脱しました。</translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation>%1 が再び応答しています。</translation>
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
        <source>%1 sent a record to a replica that lacked it.</source>
        <translation>%1 が、欠けていたレコード 1 個をレプリカに送りました。</translation>
    </message>
    <message>
        <source>%1 sent %2 records to replicas that lacked them.</source>
        <translation>%1 が、欠けていたレコード %2 個をレプリカに送りました。</translation>
    </message>
    <message>
        <source>The range %1 was recovered after a majority of its voters was lost. The log of its leader says whether acknowledged writes may be lost.</source>
        <translation>範囲 %1 は投票ノードの過半数を失った後に復旧されました。完了と応答した書き込みが失われた可能性があるかどうかは、リーダーのログでわかります。</translation>
    </message>
    <message>
        <source>The range %1 is served again.</source>
        <translation>範囲 %1 は再び利用できます。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>%1 is back after a restart.</source>
        <translation>%1 が再起動して復帰しました。</translation>
    </message>
    <message>
        <source>%1 was restarted.</source>
        <translation>%1 は再起動されました。</translation>
    </message>
    <message>
        <source>%1 is leaving and hands over its keys.</source>
        <translation>%1 は離脱中です。キーを引き渡しています。</translation>
    </message>
    <message>
        <source>%1 now leads the range %2; the leader before was %3.</source>
        <translation>範囲 %2 のリーダーが %3 から %1 に変わりました。</translation>
    </message>
    <message>
        <source>A key moved from %1 to %2.</source>
        <translation>キー 1 個が %1 から %2 に移動しました。</translation>
    </message>
    <message>
        <source>%1 keys moved from %2 to %3.</source>
        <translation>キー %1 個が %2 から %3 に移動しました。</translation>
    </message>
    <message numerus="yes">
        <source>%n keys were written at %1.</source>
        <translation>
            <numerusform>%1 でキー %n 個が書き込まれました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys were deleted or expired at %1.</source>
        <translation>
            <numerusform>%1 でキー %n 個が削除されたか、期限切れになりました。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was written at %2.</source>
        <translation>%1 が %2 で書き込まれました。</translation>
    </message>
    <message>
        <source>%1 was deleted or expired at %2.</source>
        <translation>%1 が %2 で削除されたか、期限切れになりました。</translation>
    </message>
</context>
<context>
    <name>monitor::Charts</name>
    <message>
        <source>no keys yet</source>
        <translation>まだキーがありません</translation>
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
        <source>no operations yet</source>
        <translation>まだ操作がありません</translation>
    </message>
    <message>
        <source>Charts: keys per node, hops, durations</source>
        <translation>グラフ：ノードごとのキー数、ホップ数、所要時間</translation>
    </message>
    <message>
        <source>mean %1; the largest is %2 times the mean</source>
        <translation>平均 %1、最大は平均の %2 倍</translation>
    </message>
    <message>
        <source>Keys per node, in the order of the ring</source>
        <translation>ノードごとのキー数（リング順）</translation>
    </message>
    <message>
        <source>Hops per lookup</source>
        <translation>検索ごとのホップ数</translation>
    </message>
    <message>
        <source>median %1, 99th percentile %2</source>
        <translation>中央値 %1、99 パーセンタイル %2</translation>
    </message>
    <message>
        <source>Duration of operations</source>
        <translation>操作の所要時間</translation>
    </message>
    <message>
        <source>keys</source>
        <comment>unit of an axis</comment>
        <translation>キー</translation>
    </message>
    <message>
        <source>node</source>
        <comment>along an axis</comment>
        <translation>ノード</translation>
    </message>
    <message>
        <source>lookups</source>
        <comment>unit of an axis</comment>
        <translation>検索</translation>
    </message>
    <message>
        <source>hops</source>
        <comment>along an axis</comment>
        <translation>ホップ</translation>
    </message>
    <message>
        <source>duration</source>
        <comment>unit of an axis</comment>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>latest</source>
        <comment>the right end of an axis</comment>
        <translation>最新</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>node, keys</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>キー %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>hops, lookups</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n hops</source>
        <translation>
            <numerusform>%n ホップ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lookups</source>
        <translation>
            <numerusform>検索 %n 回</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomRun</name>
    <message>
        <source>no node on the way to the owner answers</source>
        <translation>所有者までの経路上のノードがどれも応答しません</translation>
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
        <source>%1 belongs to %2.</source>
        <translation>%1 は %2 のものです。</translation>
    </message>
    <message>
        <source>%1 is dead.</source>
        <translation>%1 は停止しました。</translation>
    </message>
    <message>
        <source>%1 to %2: %3</source>
        <translation>%1 から %2 へ：%3</translation>
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
        <source>%1 could not leave: %2.</source>
        <translation>%1 は離脱できませんでした：%2。</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
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
        <source>All links are healed.</source>
        <translation>すべてのリンクを復旧しました。</translation>
    </message>
    <message>
        <source>a range</source>
        <translation>ある範囲</translation>
    </message>
    <message>
        <source>%1 changes the voters of %2: %3.</source>
        <translation>%1 が %2 の投票ノードを変更します：%3。</translation>
    </message>
    <message>
        <source>%1 was killed and does not answer; its data are lost. Restart it to bring it back.</source>
        <translation>%1 は強制終了され、応答しません。データは失われました。再起動すると復帰します。</translation>
    </message>
    <message>
        <source>%1 is isolated: all its links are cut. The other nodes cannot distinguish it from a dead node. Heal the links to bring it back.</source>
        <translation>%1 は孤立しています。すべてのリンクが切断されています。ほかのノードからは停止したノードと区別できません。リンクを復旧すると戻ります。</translation>
    </message>
    <message>
        <source>No node is running. Restart one, or let one join.</source>
        <translation>稼働中のノードがありません。再起動するか、新しいノードを参加させてください。</translation>
    </message>
    <message>
        <source>%1 is not running. Select another node.</source>
        <translation>%1 は稼働していません。別のノードを選んでください。</translation>
    </message>
    <message>
        <source>%1 stopped before it answered. Try another node.</source>
        <translation>%1 は応答する前に停止しました。別のノードで試してください。</translation>
    </message>
    <message>
        <source>%1 stopped before it found %2. Try another node.</source>
        <translation>%1 は %2 を見つける前に停止しました。別のノードで試してください。</translation>
    </message>
    <message>
        <source>Every identifier of this ring has been used. Let the node join at an identifier that is free.</source>
        <translation>このリングの識別子はすべて一度使われました。空いている識別子を指定して参加させてください。</translation>
    </message>
    <message>
        <source>The identifier does not fit in %1 bits. Choose another one.</source>
        <translation>その識別子は %1 ビットに収まりません。別のものを選んでください。</translation>
    </message>
    <message>
        <source>The dead node %1 has this identifier. Restart it, or choose another identifier.</source>
        <translation>停止した %1 がこの識別子を持っています。再起動するか、別の識別子を選んでください。</translation>
    </message>
    <message>
        <source>%1 has this identifier already. Choose another one.</source>
        <translation>%1 がすでにこの識別子を持っています。別の識別子を選んでください。</translation>
    </message>
    <message>
        <source>%1 is running; there is nothing to restart.</source>
        <translation>%1 は稼働中なので、再起動の必要はありません。</translation>
    </message>
    <message>
        <source>%1 is not a member of the ring and cannot leave it.</source>
        <translation>%1 はリングのメンバーではないので離脱できません。</translation>
    </message>
    <message>
        <source>%1 is dead already.</source>
        <translation>%1 はすでに停止しています。</translation>
    </message>
    <message>
        <source>%1 was killed: it no longer answers, and the other nodes have not noticed it yet.</source>
        <translation>%1 を強制終了しました。応答しなくなりましたが、ほかのノードはまだ気づいていません。</translation>
    </message>
    <message>
        <source>A link needs two nodes of the ring. Select two.</source>
        <translation>リンクにはリングのノードが 2 台必要です。2 台選んでください。</translation>
    </message>
    <message>
        <source>The link between %1 and %2 is cut: they cannot communicate.</source>
        <translation>%1 と %2 の間のリンクを切断しました。互いに通信できません。</translation>
    </message>
    <message>
        <source>%1 is isolated: it is running, but can neither send nor receive messages.</source>
        <translation>%1 を孤立させました。稼働していますが、メッセージの送受信ができません。</translation>
    </message>
    <message>
        <source>No link is cut; there is nothing to heal.</source>
        <translation>切断されたリンクはありません。復旧するものはありません。</translation>
    </message>
    <message>
        <source>%1 was killed before the action was completed.</source>
        <translation>操作が完了する前に %1 が強制終了されました。</translation>
    </message>
    <message>
        <source>%1 has no predecessor now.</source>
        <translation>%1 の先行ノードはなくなりました。</translation>
    </message>
    <message>
        <source>%1 sets its predecessor to %2.</source>
        <translation>%1 は先行ノードを %2 に設定しました。</translation>
    </message>
    <message>
        <source>%1 sets its successor to %2.</source>
        <translation>%1 は後続ノードを %2 に設定しました。</translation>
    </message>
    <message>
        <source>%1 considers %2 dead: it does not answer.</source>
        <translation>%1 は応答しない %2 を停止したとみなしました。</translation>
    </message>
    <message>
        <source>%1 has handed over its keys and left.</source>
        <translation>%1 はキーを引き渡して離脱しました。</translation>
    </message>
    <message numerus="yes">
        <source>%1 now leads %2: %n key(s).</source>
        <translation>
            <numerusform>%1 が %2 のリーダーになりました（キー %n 個）。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 no longer leads %2.</source>
        <translation>%1 は %2 のリーダーではなくなりました。</translation>
    </message>
    <message>
        <source>%1 no longer leads %2; %3 leads it now.</source>
        <translation>%2 のリーダーは %1 から %3 に変わりました。</translation>
    </message>
    <message>
        <source>%1 has no quorum for %2.</source>
        <translation>%1 は %2 の定足数を得られません。</translation>
    </message>
    <message>
        <source>%1 has a quorum for %2 again.</source>
        <translation>%1 は %2 の定足数を再び得ました。</translation>
    </message>
    <message>
        <source>%1 was recovered without a majority of its voters: acknowledged writes may be lost.</source>
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
        <source>The classroom has at most %1 nodes. Choose fewer.</source>
        <translation>教室のノードは %1 個までです。少なくしてください。</translation>
    </message>
    <message>
        <source>The classroom has at most %1 keys. Choose fewer.</source>
        <translation>教室のキーは %1 個までです。少なくしてください。</translation>
    </message>
    <message>
        <source>The delay of a message is 1 to %1 ms. Choose a delay in that range.</source>
        <translation>メッセージの遅延は 1〜%1 ms です。この範囲から選んでください。</translation>
    </message>
    <message>
        <source>Identifiers have %1 to %2 bits. Choose a width in that range.</source>
        <translation>識別子は %1〜%2 ビットです。この範囲から選んでください。</translation>
    </message>
    <message>
        <source>The identifier of a node does not fit in %1 bits. Choose more bits or another identifier.</source>
        <translation>ノードの識別子が %1 ビットに収まりません。ビット数を増やすか、別の識別子を選んでください。</translation>
    </message>
    <message>
        <source>Two nodes have the same identifier. Choose another one for one of them.</source>
        <translation>2 個のノードの識別子が同じです。どちらかを変えてください。</translation>
    </message>
</context>
<context>
    <name>monitor::ClassroomSource</name>
    <message numerus="yes">
        <source>a ring of %n node(s)</source>
        <translation>
            <numerusform>ノード %n 個のリング</numerusform>
        </translation>
    </message>
    <message>
        <source>Every node is dead already.</source>
        <translation>すべてのノードがすでに停止しています。</translation>
    </message>
    <message>
        <source>%1 is dead. Restart it first.</source>
        <translation>%1 は停止しています。先に再起動してください。</translation>
    </message>
    <message>
        <source>%1 is leaving already.</source>
        <translation>%1 はすでに離脱中です。</translation>
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
        <source>A link needs two nodes, and this ring has one.</source>
        <translation>リンクにはノードが 2 台必要ですが、このリングには 1 台しかありません。</translation>
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
        <source>Isolate %1: cut all its links</source>
        <translation>%1 を孤立させる：すべてのリンクを切断</translation>
    </message>
    <message>
        <source>Cut the link between %1 and another node</source>
        <translation>%1 と別のノードの間のリンクを切断</translation>
    </message>
    <message>
        <source>Another ring was opened before the action was completed.</source>
        <translation>操作が完了する前に別のリングが開かれました。</translation>
    </message>
    <message>
        <source>No node of the ring is running. Restart one, or let one join.</source>
        <translation>稼働中のノードがありません。再起動するか、新しいノードを参加させてください。</translation>
    </message>
    <message>
        <source>No node is dead; there is nothing to restart.</source>
        <translation>停止したノードがないので、再起動するものはありません。</translation>
    </message>
    <message>
        <source>No link is cut; there is nothing to heal.</source>
        <translation>切断されたリンクはありません。復旧するものはありません。</translation>
    </message>
    <message>
        <source>The classroom has at most %1 nodes.</source>
        <translation>教室のノードは %1 個までです。</translation>
    </message>
    <message>
        <source>The node is no longer in the ring.</source>
        <translation>そのノードはもうリングにありません。</translation>
    </message>
    <message>
        <source>%1 is running; there is nothing to restart.</source>
        <translation>%1 は稼働中なので、再起動の必要はありません。</translation>
    </message>
    <message>
        <source>%1 has not joined yet. Let time pass until it has joined.</source>
        <translation>%1 はまだ参加していません。参加するまで時間を進めてください。</translation>
    </message>
    <message>
        <source>Kill %1: its ranges lose their quorum</source>
        <translation>%1 を強制終了：その範囲は定足数を失います</translation>
    </message>
    <message>
        <source>Restart %1 without its data</source>
        <translation>データのない状態で %1 を再起動</translation>
    </message>
    <message>
        <source>The action was discarded: you went back to an earlier time and acted there.</source>
        <translation>この操作は破棄されました。それより前に戻って別の操作をしたためです。</translation>
    </message>
    <message>
        <source>You acted in the past: everything later, up to %1 s, was discarded.</source>
        <translation>過去で操作しました。その後 %1 秒までの出来事は破棄されました。</translation>
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
        <source>Token</source>
        <translation>トークン</translation>
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
        <source>CA certificates</source>
        <translation>認証局の証明書</translation>
    </message>
    <message>
        <source>those trusted by the system</source>
        <translation>システムが信頼するもの</translation>
    </message>
    <message>
        <source>none, or that of the token file</source>
        <translation>なし、またはトークンファイルのもの</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>トークンファイル</translation>
    </message>
    <message>
        <source>Cannot connect: %1</source>
        <translation>接続できません：%1</translation>
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
    <message>
        <source>Description</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>back</source>
        <translation>復帰</translation>
    </message>
    <message>
        <source>written</source>
        <translation>書き込み</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>monitor::EventsPanel</name>
    <message>
        <source>filter the events</source>
        <translation>イベントを絞り込む</translation>
    </message>
    <message>
        <source>Filter the events</source>
        <translation>イベントの絞り込み</translation>
    </message>
    <message>
        <source>Kind of the events</source>
        <translation>イベントの種類</translation>
    </message>
    <message>
        <source>all kinds</source>
        <translation>すべての種類</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Export the events that are listed (CSV)</source>
        <translation>表示中のイベントをエクスポート（CSV）</translation>
    </message>
    <message numerus="yes">
        <source>%n events</source>
        <translation>
            <numerusform>イベント %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n events</source>
        <translation>
            <numerusform>イベント %n 件中 %1 件</numerusform>
        </translation>
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
        <source>Cannot write %1: %2. Choose another folder or name.</source>
        <translation>%1 に書き込めません：%2。別のフォルダーか名前を選んでください。</translation>
    </message>
</context>
<context>
    <name>monitor::FailureText</name>
    <message>
        <source>connection refused</source>
        <translation>接続が拒否されました</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>相手が接続を閉じました</translation>
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
        <source>%1 was refused by %2: %3.</source>
        <translation>%1：%2 に拒否されました：%3。</translation>
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
        <source>host name not found</source>
        <translation>ホスト名が見つかりません</translation>
    </message>
    <message>
        <source>connection timed out</source>
        <translation>接続がタイムアウトしました</translation>
    </message>
    <message>
        <source>request timed out</source>
        <translation>要求がタイムアウトしました</translation>
    </message>
    <message>
        <source>its response is not HTTP</source>
        <translation>応答が HTTP ではありません</translation>
    </message>
    <message>
        <source>it denies access to this program</source>
        <translation>このプログラムのアクセスを拒否しています</translation>
    </message>
    <message>
        <source>%1 requires TLS. Connect to https://%1 instead.</source>
        <translation>%1 では TLS が必要です。https://%1 に接続してください。</translation>
    </message>
    <message>
        <source>The host name in %1 was not found. Check its spelling, or enter the IP address.</source>
        <translation>%1 のホスト名が見つかりません。綴りを確かめるか、IP アドレスを入力してください。</translation>
    </message>
    <message>
        <source>No program listens on %1 (connection refused). Start a node there, or check the port.</source>
        <translation>%1 で待ち受けているプログラムがありません（接続拒否）。そこでノードを起動するか、ポートを確かめてください。</translation>
    </message>
    <message>
        <source>%1 is not reachable: connection timed out. Check the address, the network and firewalls.</source>
        <translation>%1 に到達できません：接続がタイムアウトしました。アドレス、ネットワーク、ファイアウォールを確かめてください。</translation>
    </message>
    <message>
        <source>%1 accepts connections but does not respond. If it is a FunnelKVS node, it may hang: check its log.</source>
        <translation>%1 は接続を受け付けますが応答しません。FunnelKVS のノードであれば、動作が止まっている可能性があります。ログを確かめてください。</translation>
    </message>
    <message>
        <source>The program at %1 does not speak HTTP. Enter the address of a FunnelKVS node.</source>
        <translation>%1 のプログラムは HTTP を話しません。FunnelKVS のノードのアドレスを入力してください。</translation>
    </message>
    <message>
        <source>The certificate of %1 is not trusted for this address. Connect with the certificate file of the ring&apos;s certificate authority (--ca FILE).</source>
        <translation>%1 の証明書はこのアドレスに対して信頼されていません。リングの認証局の証明書ファイル (--ca FILE) を指定して接続してください。</translation>
    </message>
    <message>
        <source>The program at %1 does not speak TLS. Connect without TLS.</source>
        <translation>%1 のプログラムは TLS を話しません。TLS なしで接続してください。</translation>
    </message>
    <message>
        <source>%1 requires a token. Connect with a token (--token-file FILE) from the administrator of the ring.</source>
        <translation>%1 ではトークンが必要です。リングの管理者が発行したトークンを指定して (--token-file FILE) 接続してください。</translation>
    </message>
    <message>
        <source>%1 does not accept this token. Connect with a token from the administrator of the ring.</source>
        <translation>%1 はこのトークンを受け付けません。リングの管理者が発行したトークンで接続してください。</translation>
    </message>
    <message>
        <source>%1 is not reachable: %2. Check the address and the network.</source>
        <translation>%1 に到達できません：%2。アドレスとネットワークを確かめてください。</translation>
    </message>
    <message>
        <source>The HTTP server at %1 returned an invalid description of a node: %2. Its version may differ from that of this program.</source>
        <translation>%1 の HTTP サーバーが返した内容はノードの情報として正しくありません：%2。このプログラムとバージョンが異なる可能性があります。</translation>
    </message>
    <message>
        <source>The HTTP server at %1 is not a FunnelKVS node (HTTP status %2). Check the port.</source>
        <translation>%1 の HTTP サーバーは FunnelKVS のノードではありません（HTTP ステータス %2）。ポートを確かめてください。</translation>
    </message>
    <message>
        <source> It may have taken effect: check before you try again.</source>
        <translation> 実行された可能性があります。やり直す前に確かめてください。</translation>
    </message>
    <message>
        <source>%1 failed: %2 is not reachable (%3). Nothing was sent. Try another node.</source>
        <translation>%1：失敗しました。%2 に到達できません（%3）。何も送信されていません。別のノードで試してください。</translation>
    </message>
    <message>
        <source>%1 failed: the value has changed meanwhile. Nothing was written.</source>
        <translation>%1：失敗しました。その間に値が変わりました。何も書き込まれていません。</translation>
    </message>
    <message>
        <source>%1 failed: the ring is not available: %2. Try again in a moment.</source>
        <translation>%1：失敗しました。リングを利用できません：%2。少し待ってからやり直してください。</translation>
    </message>
    <message>
        <source>%1 was refused by %2: %3. Connect again with a token that has this permission.</source>
        <translation>%1：%2 に拒否されました：%3。この権限のあるトークンで接続し直してください。</translation>
    </message>
    <message>
        <source>%1 failed: invalid response from %2 (%3).</source>
        <translation>%1：失敗しました。%2 の応答が正しくありません（%3）。</translation>
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
    <message>
        <source>Load a value</source>
        <translation>値の読み込み</translation>
    </message>
    <message>
        <source>Save the value</source>
        <translation>値の保存</translation>
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
    <name>monitor::HealthChip</name>
    <message>
        <source>Health of the ring</source>
        <translation>リングの健全性</translation>
    </message>
    <message>
        <source>%1 · %2 of %3 nodes</source>
        <comment>health, live, all</comment>
        <translation>%1 · ノード %2／%3</translation>
    </message>
    <message>
        <source>Health of the ring. Click for the numbers.</source>
        <translation>リングの健全性。クリックすると内訳を表示します。</translation>
    </message>
    <message>
        <source>Live nodes: %1 of %2</source>
        <translation>稼働中のノード：%1／%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>kind, count</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>All problems</source>
        <translation>すべての問題</translation>
    </message>
</context>
<context>
    <name>monitor::HealthNotifier</name>
    <message>
        <source>%1: %2</source>
        <comment>ring, health</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 of %2 nodes are live.</source>
        <translation>ノード %2 個のうち %1 個が稼働しています。</translation>
    </message>
</context>
<context>
    <name>monitor::Inspector</name>
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
        <source>%1: %2, ballot %3; voters %4</source>
        <translation>%1：%2、投票番号 %3、投票ノード %4</translation>
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
    <message>
        <source>Select a node or a key: click it in the ring or in the table.</source>
        <translation>ノードかキーを選んでください。リングか表でクリックします。</translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation>稼働時間</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終確認</translation>
    </message>
    <message>
        <source>%1 ago; the data shown here are from then</source>
        <translation>%1前。表示内容はその時点のものです</translation>
    </message>
    <message>
        <source>Leader of</source>
        <translation>リーダーの範囲</translation>
    </message>
    <message>
        <source>Voter of</source>
        <translation>投票する範囲</translation>
    </message>
    <message>
        <source>Learner of</source>
        <translation>学習中の範囲</translation>
    </message>
    <message>
        <source>%1, by position; no node lists this key</source>
        <translation>位置からは %1。このキーを持つノードはありません</translation>
    </message>
    <message>
        <source>The value has not been read. Choose Get.</source>
        <translation>値はまだ読み取られていません。「取得」を選んでください。</translation>
    </message>
    <message>
        <source>The value has changed since it was read. Choose Get.</source>
        <translation>値は読み取った後に変わりました。「取得」を選んでください。</translation>
    </message>
    <message>
        <source>The value is empty.</source>
        <translation>値は空です。</translation>
    </message>
</context>
<context>
    <name>monitor::IssuesPanel</name>
    <message>
        <source>Which problems</source>
        <translation>問題の種類</translation>
    </message>
    <message>
        <source>all problems</source>
        <translation>すべての問題</translation>
    </message>
    <message>
        <source>Problems of the ring</source>
        <translation>リングの問題</translation>
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
        <source>Description</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>monitor::KeptRing</name>
    <message>
        <source>Cannot create the folder %1 for the data of the ring. Check its permissions.</source>
        <translation>リングのデータ用のフォルダー %1 を作成できません。アクセス権を確認してください。</translation>
    </message>
    <message>
        <source>Cannot write %1: %2.</source>
        <translation>%1 に書き込めません：%2。</translation>
    </message>
</context>
<context>
    <name>monitor::KeptRings</name>
    <message>
        <source>The ring in %1 cannot be read.</source>
        <translation>%1 のリングを読み取れません。</translation>
    </message>
    <message>
        <source>The kept ring was deleted.</source>
        <translation>保存したリングを削除しました。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
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
    <message>
        <source>The node that is asked, where lookups start: the one that was selected last.</source>
        <translation>要求を送るノード（検索の開始点）：最後に選択したノードです。</translation>
    </message>
    <message>
        <source>at any node</source>
        <translation>任意のノードで</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>%1 で</translation>
    </message>
</context>
<context>
    <name>monitor::KeyLister</name>
    <message>
        <source>Listing the keys</source>
        <translation>キーの一覧の取得</translation>
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
        <source>%1 hands over its keys and leaves.</source>
        <translation>%1 はキーを引き渡して離脱します。</translation>
    </message>
    <message>
        <source>%1 failed: %2 closed the connection while %3 were being sent. This is probably more than it accepts; check whether the key has a new value now.</source>
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
        <source>at its leader</source>
        <translation>リーダーにある</translation>
    </message>
    <message>
        <source>number of keys, at leaders</source>
        <translation>キーの数（リーダー）</translation>
    </message>
    <message>
        <source>number of copies</source>
        <translation>コピーの数</translation>
    </message>
    <message>
        <source>message in transit</source>
        <translation>送信中のメッセージ</translation>
    </message>
    <message>
        <source>Of the selected key</source>
        <translation>選択したキー</translation>
    </message>
    <message>
        <source>to its leader</source>
        <translation>リーダーへ</translation>
    </message>
    <message>
        <source>to another voter</source>
        <translation>他の投票ノードへ</translation>
    </message>
    <message>
        <source>few to many keys</source>
        <translation>キーの数（少 → 多）</translation>
    </message>
    <message>
        <source>low to high load</source>
        <translation>負荷（低 → 高）</translation>
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
        <source>Step %v of %m</source>
        <translation>ステップ %v / %m</translation>
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
        <source>Go on to the next step</source>
        <translation>次のステップへ進みます</translation>
    </message>
    <message>
        <source>Start &amp;again</source>
        <translation>最初から(&amp;A)</translation>
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
        <source>Lesson %1: %2</source>
        <translation>レッスン %1：%2</translation>
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
        <source>Measuring…</source>
        <translation>測定中…</translation>
    </message>
    <message>
        <source>Running. Watch the ring.</source>
        <translation>実行中です。リングを見てください。</translation>
    </message>
    <message>
        <source>%1 Start the lesson again.</source>
        <translation>%1 レッスンを最初からやり直してください。</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>完了(&amp;F)</translation>
    </message>
    <message>
        <source>Progress of the lesson</source>
        <translation>レッスンの進み具合</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>予想</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>測定結果</translation>
    </message>
    <message>
        <source>Run this step in the ring</source>
        <translation>このステップをリングで実行します</translation>
    </message>
    <message>
        <source>Start this lesson again with its initial ring</source>
        <translation>このレッスンを最初の状態のリングでやり直します</translation>
    </message>
    <message>
        <source>No lesson is open. Choose one in the menu Lessons.</source>
        <translation>レッスンは開かれていません。「レッスン」メニューから選んでください。</translation>
    </message>
    <message>
        <source>End of the lesson.</source>
        <translation>レッスンはこれで終わりです。</translation>
    </message>
    <message>
        <source>%1 of %2 predictions were right.</source>
        <translation>%2 問中 %1 問の予想が当たりました。</translation>
    </message>
    <message>
        <source>Wrong. The answer: %1</source>
        <translation>不正解。答え：%1</translation>
    </message>
    <message>
        <source>The step failed.</source>
        <translation>ステップが失敗しました。</translation>
    </message>
    <message>
        <source>R&amp;un</source>
        <translation>実行(&amp;U)</translation>
    </message>
    <message>
        <source>Ne&amp;xt</source>
        <translation>次へ(&amp;X)</translation>
    </message>
    <message>
        <source>R&amp;un without a prediction</source>
        <translation>予想せずに実行(&amp;U)</translation>
    </message>
</context>
<context>
    <name>monitor::LessonRunner</name>
    <message>
        <source>The expected event did not occur within %1 s: the ring was changed meanwhile.</source>
        <translation>%1 秒以内に予定の出来事が起こりませんでした。その間にリングが変更されました。</translation>
    </message>
    <message>
        <source>You acted at an earlier time, and the ring has changed.</source>
        <translation>過去の時点で操作したため、リングが変わりました。</translation>
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
        <source>A node leaves</source>
        <translation>ノードが離脱する</translation>
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
        <source>It is lost</source>
        <translation>失われる</translation>
    </message>
    <message>
        <source>A join, pointer by pointer</source>
        <translation>参加をポインターごとに見る</translation>
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
        <source>Notify</source>
        <translation>通知</translation>
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
        <source>Stabilize</source>
        <translation>安定化</translation>
    </message>
    <message>
        <source>How does N21 learn of N26?</source>
        <translation>N21 はどうやって N26 を知るでしょうか。</translation>
    </message>
    <message>
        <source>The keys</source>
        <translation>キー</translation>
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
        <source>Lookup in O(log N)</source>
        <translation>O(log N) の検索</translation>
    </message>
    <message>
        <source>Fingers</source>
        <translation>フィンガー</translation>
    </message>
    <message>
        <source>One lookup</source>
        <translation>1 回の検索</translation>
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
        <source>Many lookups</source>
        <translation>多くの検索</translation>
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
        <source>Why successor lists</source>
        <translation>なぜ後続リストか</translation>
    </message>
    <message>
        <source>One successor</source>
        <translation>後続ノード 1 個</translation>
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
        <source>1</source>
        <translation>1 個</translation>
    </message>
    <message>
        <source>4, by its fingers</source>
        <translation>フィンガーで 4 個</translation>
    </message>
    <message>
        <source>Three successors</source>
        <translation>後続ノード 3 個</translation>
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
        <source>A new voter</source>
        <translation>新しい投票ノード</translation>
    </message>
    <message>
        <source>Which node gets the third copy?</source>
        <translation>3 つ目のコピーはどのノードに作られますか？</translation>
    </message>
    <message>
        <source>Will it lead the range again?</source>
        <translation>再びこの範囲のリーダーになりますか？</translation>
    </message>
    <message>
        <source>The remaining voters elect a new leader, and a new voter replaces the copy that was lost.</source>
        <translation>残った投票ノードが別のリーダーを選び、失われたコピーは新しい投票ノードに作られます。</translation>
    </message>
    <message>
        <source>N56 is about to crash: it stops answering without notice.</source>
        <translation>N56 がこれから故障します。予告なしに応答しなくなります。</translation>
    </message>
    <message>
        <source>N1 leads the range now; it had its copy all the time. The failover took a few seconds: N56 held a lease, which the voters renew as long as they receive its heartbeats, and no other leader is elected before the lease has ended. N56 might only have been slow, and it stops serving when its lease ends. Then N8 voted for N1, and two of three voters are a majority.</source>
        <translation>今は N1 がこの範囲のリーダーで、コピーはずっと持っていました。フェイルオーバーに数秒かかったのは、N56 がリースを持っていたからです。投票ノードは N56 のハートビートを受け取る間リースを更新し、リースが終わるまで別のリーダーを選びません。N56 は遅いだけかもしれませんが、リースが終われば応答をやめます。その後 N8 が N1 に投票し、投票ノード 3 台のうち 2 台で過半数になりました。</translation>
    </message>
    <message>
        <source>Reading the key after the crash</source>
        <translation>故障後のキーの読み取り</translation>
    </message>
    <message>
        <source>N42 receives a request for K54.</source>
        <translation>N42 が K54 の要求を受け取ります。</translation>
    </message>
    <message>
        <source>The value is read from N1. A majority of the voters holds each acknowledged write, and a new leader asks a majority before it serves: the two majorities have at least one node in common.</source>
        <translation>値は N1 から読み取られます。完了と応答した書き込みは投票ノードの過半数にあり、新しいリーダーも要求を受け付ける前に過半数に尋ねます。両者には必ず共通のノードがあります。</translation>
    </message>
    <message>
        <source>Two of three copies are left, on N1 and N8. After one more crash the range would have no majority.</source>
        <translation>3 つのコピーのうち、N1 と N8 の 2 つが残っています。もう 1 台故障すると、この範囲は過半数を失います。</translation>
    </message>
    <message>
        <source>N14: the voters should be the first three live nodes from the end of the range on. N56 was replaced because it had not answered for a long time. N1 first copied the keys to N14, then proposed it as a voter and removed N56. A majority of the voters decides each change of the voters, as for a write.</source>
        <translation>N14 です。投票ノードは、範囲の終わりから数えて最初の稼働中の 3 台であるべきです。N56 は長く応答しなかったので交代になります。N1 はまず N14 にキーをコピーし、次に N14 を投票ノードとして提案し、N56 を外しました。投票ノードの変更は、書き込みと同じく、その過半数が決めます。</translation>
    </message>
    <message>
        <source>The node restarts</source>
        <translation>ノードの再起動</translation>
    </message>
    <message>
        <source>N56 restarts without its data.</source>
        <translation>N56 がデータのない状態で再起動します。</translation>
    </message>
    <message>
        <source>The other nodes treat N56 as a new node: its promises as a voter were lost with its data. It received the keys from N1, became a voter, and then N1 transferred the leadership to it. A leader without the keys would wrongly answer that there is no such key.</source>
        <translation>ほかのノードは N56 を新しいノードとして扱います。投票ノードとしての約束はデータとともに失われたからです。N56 は N1 からキーを受け取り、投票ノードになり、それから N1 がリーダーの役割を移しました。キーを持たないリーダーは「そのキーはない」と誤って答えてしまいます。</translation>
    </message>
    <message>
        <source>This is the example of the Chord paper (TON, Fig. 2). The names of nodes and keys are hashed to numbers from 0 to 63, and both are placed on the same ring. K54 is the key &quot;oak&quot;.

A key belongs to its successor: the first node at or clockwise after its number. So K10 belongs to N14, K24 and K30 to N32, K38 to N38, and K54 to N56.</source>
        <translation>Chord の論文の例です（TON, Fig. 2）。ノードの名前もキーの名前も 0〜63 の数にハッシュされ、同じリングに置かれます。K54 はキー「oak」です。

キーは後続ノード、つまり時計回りにその数以降で最初のノードのものです。K10 は N14、K24 と K30 は N32、K38 は N38、K54 は N56 のものです。</translation>
    </message>
    <message>
        <source>Only K24 has moved, from N32 to N26. N26 owns 22 to 26 now, and K24 is the only key there. K30 is after N26 and stays at N32. No other node is involved.

A node that joins a ring of N nodes takes over about one key in N, and all of them from one node, its successor (TON, section IV-B). With &quot;key modulo number of nodes&quot; instead, all five keys would have moved when the eleventh node joined.</source>
        <translation>K24 だけが N32 から N26 へ移動しました。N26 は 22〜26 を所有し、そこにあるキーは K24 だけです。K30 は N26 より後なので N32 に残ります。ほかのノードは関係しません。

N 個のノードのリングに参加するノードは、およそ N 分の 1 のキーを、すべて 1 個のノード（後続ノード）から引き継ぎます（TON, IV-B 節）。「キーをノード数で割った余り」なら、11 個目のノードで 5 個のキーすべてが移動したでしょう。</translation>
    </message>
    <message>
        <source>N26 leaves again. It hands over its keys before it leaves.</source>
        <translation>N26 が再び離脱します。去る前にキーを引き渡します。</translation>
    </message>
    <message>
        <source>To N32, the node after it</source>
        <translation>次のノード N32 へ</translation>
    </message>
    <message>
        <source>All keys are redistributed</source>
        <translation>すべてのキーが再配置される</translation>
    </message>
    <message>
        <source>K24 is at N32 again: N32 is the first node after 24. No other key has moved.</source>
        <translation>K24 は N32 に戻りました。24 以降で最初のノードがまた N32 になったからです。今回もほかのキーは移動していません。</translation>
    </message>
    <message>
        <source>A new node changes only its own pointers; stabilization updates its neighbours, and then the fingers are updated.</source>
        <translation>新しいノードは自分のポインターだけを変えます。安定化で隣のノードが更新され、その後でフィンガーが更新されます。</translation>
    </message>
    <message>
        <source>Finding the successor</source>
        <translation>後続ノードの検索</translation>
    </message>
    <message>
        <source>N26 is about to join. It knows only one node, N1.</source>
        <translation>N26 がこれから参加します。知っているノードは N1 だけです。</translation>
    </message>
    <message>
        <source>It waits for a message</source>
        <translation>メッセージを待つ</translation>
    </message>
    <message>
        <source>N26 has looked up 26 like a key and found N32, which is its successor now. It has changed only its own pointers. N21 and N32 do not know it yet (TON, section IV-E.1).</source>
        <translation>N26 はキーと同じように 26 を検索し、N32 を見つけて後続ノードとしました。変えたのは自分のポインターだけで、N21 と N32 はまだ何も知りません（TON, IV-E.1 節）。</translation>
    </message>
    <message>
        <source>N26 points to N32, but no node points to N26.</source>
        <translation>N26 は N32 を指していますが、N26 を指すノードはありません。</translation>
    </message>
    <message>
        <source>Which node learns of N26 next?</source>
        <translation>次に N26 のことを知るのはどのノードでしょうか。</translation>
    </message>
    <message>
        <source>N26 asks its successor N32 for its neighbours and then notifies it: &quot;I may be your predecessor.&quot; 26 is between N21 and N32, so N32 sets its predecessor to N26 (TON, Fig. 6).</source>
        <translation>N26 は後続ノード N32 に隣のノードを尋ね、「私はあなたの先行ノードかもしれません」と通知します。26 は N21 と N32 の間にあるので、N32 は N26 を先行ノードとします（TON, Fig. 6）。</translation>
    </message>
    <message>
        <source>The successor of N21 is still N32.</source>
        <translation>N21 はまだ N32 を後続ノードとしています。</translation>
    </message>
    <message>
        <source>N26 sends it a message</source>
        <translation>N26 がメッセージを送る</translation>
    </message>
    <message>
        <source>N32 sends it a message</source>
        <translation>N32 がメッセージを送る</translation>
    </message>
    <message>
        <source>It asks N32 for its predecessor</source>
        <translation>N32 に先行ノードを尋ねる</translation>
    </message>
    <message>
        <source>It never learns of it</source>
        <translation>知ることはない</translation>
    </message>
    <message>
        <source>Every few seconds each node asks its successor for its predecessor. N32 now returns N26, which is between them. N21 checks that N26 answers and sets its successor to N26. The ring was closed at every moment: until then lookups did not pass through N26.</source>
        <translation>どのノードも数秒ごとに後続ノードに先行ノードを尋ねます。N32 は今、その間にある N26 を返します。N21 は N26 の応答を確かめ、後続ノードを N26 に設定します。リングはずっと閉じていました。それまでの検索は N26 を通らなかっただけです。</translation>
    </message>
    <message>
        <source>K24 was at N32. It belongs to N26 as soon as N26 is a member.</source>
        <translation>K24 は N32 にありました。N26 がメンバーになれば N26 のものです。</translation>
    </message>
    <message>
        <source>N32 has split its range at 26 and copied K24 to N26. Then N26 became a voter of the range (21, 26], and after that N32 transferred the leadership to it: there are never two leaders. (The paper leaves this to the program that uses Chord; this is the way of FunnelKVS.)</source>
        <translation>N32 は自分の範囲を 26 で分割し、K24 を N26 にコピーしました。次に N26 が範囲 (21, 26] の投票ノードになり、その後で N32 がリーダーの役割を移しました。リーダーが 2 台になることはありません。（論文はこれを Chord を使うプログラムに任せています。これは FunnelKVS のやり方です。）</translation>
    </message>
    <message>
        <source>N8 looks up its fingers again, one every few seconds, and finds that N26 is now the first node at or after 24. Its lookups were correct before, too: fingers make lookups fast, successors make them correct (TON, section IV-E.2).</source>
        <translation>N8 は数秒ごとに 1 本ずつフィンガーを調べ直し、24 以降で最初のノードが N26 になったことを見つけます。それまでの検索も正しく行われました。フィンガーは検索を速くし、後続ノードは検索を正しくします（TON, IV-E.2 節）。</translation>
    </message>
    <message>
        <source>The distance of the fingers doubles from one to the next, so a lookup asks about ½ log₂ N nodes.</source>
        <translation>届く距離が 2 倍ずつ伸びるフィンガーがあれば、検索で尋ねるノードはおよそ ½ log₂ N 個です。</translation>
    </message>
    <message>
        <source>Every node knows its successor, and that alone would be enough to find every key, one node after the other. To be faster, a node keeps fingers: finger i of N8 is the first node at or after 8 + 2^(i-1).

8+1, 8+2 and 8+4 lead to N14, 8+8 to N21, 8+16 to N32, and 8+32 to N42 (TON, Table I and Fig. 3).</source>
        <translation>どのノードも後続ノードを知っていて、それだけでもノードを順にたどればすべてのキーを見つけられます。速くするためにノードはフィンガーを持ちます。N8 のフィンガー i は 8 + 2^(i-1) 以降で最初のノードです。

8+1、8+2、8+4 は N14、8+8 は N21、8+16 は N32、8+32 は N42 に至ります（TON, Table I, Fig. 3）。</translation>
    </message>
    <message>
        <source>N8 is about to look up K54. It does not know N56, the owner of K54.</source>
        <translation>N8 は K54 を探しています。所有者の N56 のことは知りません。</translation>
    </message>
    <message>
        <source>N8 asks N42, the closest node before 54 that it knows. N42 knows N51 from its own finger table. 54 is between N51 and its successor N56, so N51 returns N56 as the owner of K54 (TON, Fig. 5). The last message only checks that N56 answers.</source>
        <translation>N8 は N42 に尋ねます。知っているノードのうち 54 より前で最も近いからです。N42 は自分のフィンガーテーブルで N51 を知っています。54 は N51 とその後続ノード N56 の間にあるので、N51 は K54 の所有者として N56 を返します（TON, Fig. 5）。最後のメッセージは N56 の応答を確かめるだけです。</translation>
    </message>
    <message>
        <source>Each hop at least halves the remaining distance. This step builds separate rings of 8 to %1 nodes, and looks up %2 random keys from random nodes in each of them.</source>
        <translation>1 ホップごとに残りの距離は少なくとも半分になります。このステップでは別に 8〜%1 個のノードのリングを作り、それぞれで %2 個の無作為なキーを無作為なノードから検索します。</translation>
    </message>
    <message>
        <source>A lookup asks about ½ log₂ N nodes, here about 5. Written as a binary number, the distance to the key has log₂ N significant digits; each hop clears one digit that is 1, and half of the digits are 0 from the beginning (TON, section VI-C and Fig. 10). Twice the number of nodes costs half a hop more.</source>
        <translation>検索が尋ねるノードはおよそ ½ log₂ N 個、ここではおよそ 5 個です。キーまでの距離を 2 進数で書くと有効な桁は log₂ N 個あり、1 ホップごとに 1 の桁が 1 つ消えますが、半分の桁は初めから 0 です（TON, VI-C 節, Fig. 10）。ノード数が 2 倍になっても、ホップ数は半分増えるだけです。</translation>
    </message>
    <message>
        <source>A ring stays connected unless all nodes of one successor list fail at once.</source>
        <translation>1 つの後続リストのノードがすべて同時に停止しない限り、リングはつながっています。</translation>
    </message>
    <message>
        <source>In this ring each node knows only one node ahead, its successor. N21 knows N32. It has fingers further on, but there may be nodes between N32 and a finger that it does not know.</source>
        <translation>このリングでは、どのノードも先のノードを 1 個、後続ノードしか知りません。N21 は N32 を知っています。さらに先へのフィンガーはありますが、N32 とフィンガーの間には N21 の知らないノードがあるかもしれません。</translation>
    </message>
    <message>
        <source>The successor crashes</source>
        <translation>後続ノードの故障</translation>
    </message>
    <message>
        <source>N32 is about to crash. At the same moment N21 looks up K30, which will then belong to N38, the next live node.</source>
        <translation>N32 がこれから故障します。同時に N21 が K30 を検索します。K30 はその後、次の稼働中のノード N38 のものになります。</translation>
    </message>
    <message>
        <source>No: no pointer leads to it</source>
        <translation>いいえ、そこへのポインターがない</translation>
    </message>
    <message>
        <source>The lookup has failed. N21 considers N32 dead and has no successor left. N38 is alive, but N21 has no pointer to it: the ring is broken. Chord is correct only as long as every node knows its successor (TON, section IV-E.3).</source>
        <translation>検索は失敗しました。N21 は N32 を停止とみなし、後続ノードがなくなりました。N38 は稼働していますが、N21 にはそこへのポインターがありません。リングは壊れています。Chord が正しいのは、どのノードも後続ノードを知っている間だけです（TON, IV-E.3 節）。</translation>
    </message>
    <message>
        <source>Recovery through the predecessor</source>
        <translation>先行ノードによる復旧</translation>
    </message>
    <message>
        <source>The protocol of the paper cannot continue from here. A FunnelKVS node uses its only remaining neighbour, its predecessor, and searches the ring backwards: each node that it asks returns its own predecessor.</source>
        <translation>論文のプロトコルではここから先へ進めません。FunnelKVS のノードは残った唯一の隣である先行ノードを使い、リングを逆にたどります。尋ねられたノードはそれぞれ自分の先行ノードを返します。</translation>
    </message>
    <message>
        <source>How many nodes does N21 ask until it finds N38?</source>
        <translation>N21 は N38 を見つけるまでに何個のノードに尋ねるでしょうか。</translation>
    </message>
    <message>
        <source>8, all that remain</source>
        <translation>8 個、残りすべて</translation>
    </message>
    <message>
        <source>N21 set its successor to N14, then to N8, N1, N56, N51, N48, N42, and finally to N38: all other nodes, about one every two seconds. In a ring of a thousand nodes it would have asked a thousand, and lookups return wrong results during all that time.</source>
        <translation>N21 は後続ノードを N14、N8、N1、N56、N51、N48、N42 と変え、最後に N38 に設定しました。ほかのノードすべてで、およそ 2 秒に 1 個です。1,000 個のノードのリングでは 1,000 個に尋ねることになり、その間の検索は誤った結果を返します。</translation>
    </message>
    <message>
        <source>The same ring, but with lists of three nodes: N21 knows N32, N38 and N42. N32 crashes again.</source>
        <translation>同じリングで、今度はリストの長さが 3 です。N21 は N32、N38、N42 を知っています。再び N32 が故障します。</translation>
    </message>
    <message>
        <source>Which node will be the successor of N21?</source>
        <translation>N21 の後続ノードはどのノードになるでしょうか。</translation>
    </message>
    <message>
        <source>No node</source>
        <translation>誰も持たない</translation>
    </message>
    <message>
        <source>N38, as soon as N21 considers N32 dead: it is the next node in the list. The lookup found N38, too. The ring breaks only if all three nodes fail before the list is filled again: if each node fails with probability p, the probability is p³ (TON, section IV-E.3).

Successor lists keep the ring connected, but they do not keep the keys: K24 and K30 had no other copy and are lost, and no node may serve their range. Replicas prevent this.</source>
        <translation>N32 が停止とみなされ次第、リストで次の N38 になります。検索も N38 を見つけました。リングが壊れるのは、リストが補われる前に 3 個とも停止した場合だけです。各ノードの故障確率が p なら、その確率は p³ です（TON, IV-E.3 節）。

後続リストはリングのつながりを保ちますが、キーは保ちません。K24 と K30 にはほかにコピーがなく失われ、その範囲を扱えるノードもありません。これを防ぐのがレプリカです。</translation>
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
        <source>%1 does not answer, so it cannot be asked to leave.</source>
        <translation>%1 は応答しないので、離脱を依頼できません。</translation>
    </message>
    <message>
        <source>%1 is leaving already.</source>
        <translation>%1 はすでに離脱中です。</translation>
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
        <source>The key has %1 bytes; at most %2 are allowed. Choose a shorter one.</source>
        <translation>キーは %1 バイトあります。上限は %2 バイトです。短いものを選んでください。</translation>
    </message>
    <message>
        <source>No node of this ring answers now. Try again in a moment.</source>
        <translation>このリングのどのノードも今は応答しません。少し待ってからやり直してください。</translation>
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
        <source>%1 was killed. Restart brings it back.</source>
        <translation>%1 を強制終了しました。「再起動」で戻せます。</translation>
    </message>
    <message>
        <source>%1 (%2) has this identifier already. Choose another one.</source>
        <translation>%1（%2）がすでにこの識別子を持っています。別のものを選んでください。</translation>
    </message>
    <message>
        <source>Links are cut in the classroom only. Open the textbook ring for that.</source>
        <translation>リンクを切断できるのは教室モードだけです。教科書のリングを開いてください。</translation>
    </message>
    <message>
        <source>The nodes of this ring run on other machines and could not reach a node that is started here. Start it there: funnelkvs node --join %1</source>
        <translation>このリングのノードは別のマシンで動いており、ここで起動したノードには到達できません。そちらで起動してください：funnelkvs node --join %1</translation>
    </message>
    <message>
        <source>The nodes of this ring use TLS, and a node that is started here would have no certificate. Start it on the command line: funnelkvs node --join %1 --tls-cert FILE --tls-key FILE</source>
        <translation>このリングのノードは TLS を使いますが、ここで起動するノードには証明書がありません。コマンドラインから起動してください：funnelkvs node --join %1 --tls-cert FILE --tls-key FILE</translation>
    </message>
    <message>
        <source>%1 is not running.</source>
        <translation>%1 は稼働していません。</translation>
    </message>
    <message>
        <source>%1 was not started by this program. Restart it on its machine.</source>
        <translation>%1 はこのプログラムが起動したものではありません。そのマシンで再起動してください。</translation>
    </message>
    <message>
        <source>%1 is running.</source>
        <translation>%1 は稼働中です。</translation>
    </message>
    <message>
        <source>Leave %1: its key is lost because it is the last node</source>
        <translation>%1 を離脱：最後のノードなのでキーが失われます</translation>
    </message>
    <message>
        <source>Leave %1: %2 keys are lost because it is the last node</source>
        <translation>%1 を離脱：最後のノードなのでキー %2 個が失われます</translation>
    </message>
    <message>
        <source>The key is empty. Enter a key first.</source>
        <translation>キーが空です。先にキーを入力してください。</translation>
    </message>
    <message>
        <source>The identifiers of this ring have %1 bits; that of the new node has more.</source>
        <translation>このリングの識別子は %1 ビットですが、新しいノードの識別子はそれより大きいです。</translation>
    </message>
    <message>
        <source>Cannot start the node: %1. Its log is %2.</source>
        <translation>ノードを起動できません：%1。ログは %2 です。</translation>
    </message>
    <message>
        <source>Cancelled: another ring was opened.</source>
        <translation>中止しました：別のリングが開かれました。</translation>
    </message>
    <message>
        <source>The node was stopped.</source>
        <translation>ノードは停止されました。</translation>
    </message>
    <message>
        <source>%1 Enter the address of a node, such as 127.0.0.1:11000.</source>
        <translation>%1 127.0.0.1:11000 のようなノードのアドレスを入力してください。</translation>
    </message>
    <message>
        <source>local ring, data kept</source>
        <translation>ローカルリング（データ保存）</translation>
    </message>
    <message>
        <source>%1 has joined the ring.</source>
        <translation>%1 がリングに参加しました。</translation>
    </message>
    <message>
        <source>%1 is running again.</source>
        <translation>%1 は再び稼働しています。</translation>
    </message>
</context>
<context>
    <name>monitor::LocalCluster</name>
    <message>
        <source>The program funnelkvs was not found in the folder of this program (%1) or in PATH. Install it, or add its folder to PATH.</source>
        <translation>プログラム funnelkvs が、このプログラムのフォルダー（%1）にも PATH にも見つかりません。インストールするか、そのフォルダーを PATH に追加してください。</translation>
    </message>
    <message>
        <source>Cannot create the folder %1 for the logs. Check its permissions.</source>
        <translation>ログ用のフォルダー %1 を作成できません。権限を確かめてください。</translation>
    </message>
    <message>
        <source>Cannot start node %1 of %2: %3. The other nodes were stopped. Its log is %4.</source>
        <translation>%2 個中 %1 番目のノードを起動できません：%3。ほかのノードは停止しました。ログは %4 です。</translation>
    </message>
</context>
<context>
    <name>monitor::LocalNode</name>
    <message>
        <source>it was killed here</source>
        <translation>ここで強制終了されました</translation>
    </message>
    <message>
        <source>its process ended by itself with exit code %1</source>
        <translation>プロセスが終了コード %1 で自ら終了しました</translation>
    </message>
    <message>
        <source>cannot start %1 (%2)</source>
        <translation>%1 を起動できません（%2）</translation>
    </message>
    <message>
        <source>its process crashed or was ended by another program</source>
        <translation>プロセスが異常終了したか、別のプログラムに終了させられました</translation>
    </message>
    <message>
        <source>its process ended by itself with exit code %1: %2</source>
        <translation>プロセスが終了コード %1 で自ら終了しました：%2</translation>
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
    <message>
        <source>Follow</source>
        <translation>追跡</translation>
    </message>
    <message>
        <source>Shows the end as the node writes; scrolling up stops it.</source>
        <translation>ノードの書き込みに合わせて末尾を表示します。上にスクロールすると止まります。</translation>
    </message>
    <message>
        <source>find in the log</source>
        <translation>ログ内を検索</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>ログ内の検索</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>前を検索</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>次を検索</translation>
    </message>
    <message numerus="yes">
        <source>%n places</source>
        <translation>
            <numerusform>%n か所</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>monitor::LookupOverlay</name>
    <message>
        <source>start</source>
        <translation>開始</translation>
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
        <source>Trace, events, charts</source>
        <translation>経過、イベント、グラフ</translation>
    </message>
    <message>
        <source>%1 – FunnelKVS</source>
        <translation>%1 – FunnelKVS</translation>
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
        <source>The language changes when the program is restarted.</source>
        <translation>言語はプログラムを再起動すると変わります。</translation>
    </message>
    <message>
        <source>The field holds at most %1 characters; the rest was cut off. Store longer values from a file: funnelkvs put KEY --file FILE</source>
        <translation>この欄に入るのは最大 %1 文字です。残りは切り捨てられました。長い値はファイルから保存してください：funnelkvs put KEY --file FILE</translation>
    </message>
    <message>
        <source>You did not start this ring; it is read-only until you unlock it.</source>
        <translation>このリングはここで起動したものではありません。ロックを解除するまで読み取り専用です。</translation>
    </message>
    <message>
        <source>Edit connection…</source>
        <translation>接続を編集…</translation>
    </message>
    <message>
        <source>Enter a key in the field above first.</source>
        <translation>先に上の欄にキーを入力してください。</translation>
    </message>
    <message>
        <source>No known node or key begins with “%1”.</source>
        <translation>「%1」で始まる既知のノードやキーはありません。</translation>
    </message>
    <message>
        <source>Export the keys</source>
        <translation>キーのエクスポート</translation>
    </message>
    <message>
        <source>Export the events</source>
        <translation>イベントのエクスポート</translation>
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
    <message>
        <source>Colour nodes</source>
        <translation>ノードの色分け</translation>
    </message>
    <message>
        <source>Each its own</source>
        <translation>ノードごとの色</translation>
    </message>
    <message>
        <source>By number of keys</source>
        <translation>キーの数で</translation>
    </message>
    <message>
        <source>By load (messages and operations)</source>
        <translation>負荷で（メッセージと操作）</translation>
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
        <source>lookup: it belongs to %1</source>
        <translation>検索：%1 のものです</translation>
    </message>
    <message>
        <source>lookup: ask %1</source>
        <translation>検索：%1 に尋ねてください</translation>
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
        <source>list the keys from here on</source>
        <translation>ここからのキーを一覧</translation>
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
        <source>unreachable</source>
        <translation>届きません</translation>
    </message>
    <message>
        <source>election: would you vote for me?</source>
        <translation>選出：私に投票しますか？</translation>
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
        <source>join: I split my range for you</source>
        <translation>参加：私の範囲を分割します</translation>
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
        <source>no: I do not know this configuration yet</source>
        <translation>いいえ：この構成をまだ知りません</translation>
    </message>
    <message>
        <source>no: this range is being merged</source>
        <translation>いいえ：この範囲は統合中です</translation>
    </message>
    <message>
        <source>lookup: next node on the path to %1?</source>
        <translation>検索：%1 への経路の次のノードは？</translation>
    </message>
    <message>
        <source>lookup: I know no next node</source>
        <translation>検索：次のノードを知りません</translation>
    </message>
    <message>
        <source>join: are you a member of the ring?</source>
        <translation>参加：あなたはリングのメンバーですか</translation>
    </message>
    <message>
        <source>stabilize: what is your predecessor?</source>
        <translation>安定化：あなたの先行ノードは？</translation>
    </message>
    <message>
        <source>what are your neighbours?</source>
        <translation>あなたの隣接ノードは？</translation>
    </message>
    <message>
        <source>are you alive?</source>
        <translation>稼働していますか</translation>
    </message>
    <message>
        <source>I am alive</source>
        <translation>稼働しています</translation>
    </message>
    <message>
        <source>election: yes, I would</source>
        <translation>選出：投票します</translation>
    </message>
    <message>
        <source>you are no longer a voter of this range</source>
        <translation>あなたはもうこの範囲の投票ノードではありません</translation>
    </message>
    <message numerus="yes">
        <source>compare: I hold %n key(s) in this range; do you hold the same?</source>
        <translation>
            <numerusform>比較：この範囲にキーが %n 個あります。同じですか？</numerusform>
        </translation>
    </message>
    <message>
        <source>join: split a range at my identifier</source>
        <translation>参加：私の識別子で範囲を分割してください</translation>
    </message>
    <message>
        <source>join: ask %1, the leader of that range</source>
        <translation>参加：その範囲のリーダー %1 に尋ねてください</translation>
    </message>
    <message>
        <source>recovery: lead this range with the remaining voters: %1</source>
        <translation>復旧：残りの投票ノードでこの範囲のリーダーになってください：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) will not return</source>
        <translation>
            <numerusform>ノード %n 台は戻りません</numerusform>
        </translation>
    </message>
    <message>
        <source>the value has changed</source>
        <translation>値が変わっています</translation>
    </message>
    <message>
        <source>I do not lead that range: ask %1</source>
        <translation>私はその範囲のリーダーではありません。%1 に尋ねてください</translation>
    </message>
    <message>
        <source>I do not lead that range</source>
        <translation>私はその範囲のリーダーではありません</translation>
    </message>
    <message>
        <source>no: I am not a voter of this range</source>
        <translation>いいえ：この範囲の投票ノードではありません</translation>
    </message>
    <message>
        <source>tell me the value of %1, and each change</source>
        <translation>%1 の値と、以後の変更をすべて知らせてください</translation>
    </message>
    <message>
        <source>watch: the key has a new value</source>
        <translation>監視：キーの値が新しくなりました</translation>
    </message>
    <message>
        <source>watch: the key was deleted</source>
        <translation>監視：キーは削除されました</translation>
    </message>
    <message>
        <source>watch: the value has expired</source>
        <translation>監視：値の有効期限が切れました</translation>
    </message>
    <message>
        <source>watch: I do not lead the key any more</source>
        <translation>監視：私はもうこのキーのリーダーではありません</translation>
    </message>
    <message numerus="yes">
        <source>watch: I still watch %n key(s)</source>
        <translation>
            <numerusform>監視：キー %n 個の監視を続けています</numerusform>
        </translation>
    </message>
    <message>
        <source>watch: you have been told every change</source>
        <translation>監視：変更はすべて知らせました</translation>
    </message>
    <message>
        <source>watch: you may have missed changes</source>
        <translation>監視：知らせていない変更があるかもしれません</translation>
    </message>
</context>
<context>
    <name>monitor::MetricsModel</name>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>99th percentile</source>
        <translation>99 パーセンタイル</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Data in memory</source>
        <translation>メモリ上のデータ</translation>
    </message>
</context>
<context>
    <name>monitor::MetricsPanel</name>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>99th percentile</source>
        <translation>99 パーセンタイル</translation>
    </message>
    <message>
        <source>Only the nodes of a live ring have metrics.</source>
        <translation>メトリクスがあるのは稼働中のリングのノードだけです。</translation>
    </message>
    <message>
        <source>Metrics of the nodes</source>
        <translation>ノードのメトリクス</translation>
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
    <name>monitor::NodeCommands</name>
    <message>
        <source>“%1” is not an identifier of this ring of %2 bits.</source>
        <translation>「%1」はこの %2 ビットのリングの識別子ではありません。</translation>
    </message>
</context>
<context>
    <name>monitor::NodeWarnings</name>
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
    <message numerus="yes">
        <source>%n nodes have problems. Select one to see the details.</source>
        <translation>
            <numerusform>%n 個のノードに問題があります。選ぶと詳細が表示されます。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n nodes</source>
        <translation>
            <numerusform>ノード %n 個を再起動</numerusform>
        </translation>
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
        <source>The node at %1 belongs to another ring: it has identifiers of %2 bits and %3 replicas, this ring %4 bits and %5 replicas.</source>
        <translation>%1 のノードは別のリングのものです。識別子 %2 ビット、レプリカ %3 個で、このリングは %4 ビット、%5 個です。</translation>
    </message>
    <message>
        <source>another program answers at its address</source>
        <translation>そのアドレスでは別のプログラムが応答します</translation>
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
    <message>
        <source>The node at %1 has the advertised address %2. Another program may use the port.</source>
        <translation>%1 のノードの公開アドレスは %2 です。別のプログラムがポートを使っている可能性があります。</translation>
    </message>
    <message>
        <source>The node at %1 has the identifier “%2”, which is not valid in this ring.</source>
        <translation>%1 のノードの識別子「%2」は、このリングでは無効です。</translation>
    </message>
    <message>
        <source>Other nodes name %1 (%2), but it has never answered this program: %3. Its data are not known. Check that it is reachable from this machine.</source>
        <translation>%1（%2）はほかのノードに知られていますが、このプログラムには一度も応答していません：%3。データは不明です。このマシンから到達できるか確かめてください。</translation>
    </message>
    <message>
        <source> Restart it on its machine to bring it back.</source>
        <translation> 復帰させるには、そのマシンで再起動してください。</translation>
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
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>再生</translation>
    </message>
    <message>
        <source>Speed of simulated time; 1× is real time</source>
        <translation>シミュレーションの時間の速さ。1× は実時間です</translation>
    </message>
</context>
<context>
    <name>monitor::ProblemText</name>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 が応答しません</translation>
    </message>
    <message>
        <source>%1 is itself still joining</source>
        <translation>%1 自身がまだ参加の途中です</translation>
    </message>
    <message>
        <source>%1 is leaving the ring</source>
        <translation>%1 はリングから離脱中です</translation>
    </message>
    <message>
        <source>the nodes that it had joined by are gone</source>
        <translation>参加に使ったノードがなくなりました</translation>
    </message>
    <message>
        <source>the ring did not find its place</source>
        <translation>リングがそのノードの位置を見つけられませんでした</translation>
    </message>
    <message>
        <source>%1 has this identifier already</source>
        <translation>%1 がすでにこの識別子を使っています</translation>
    </message>
    <message>
        <source>other nodes have not taken over its ranges in time</source>
        <translation>他のノードが範囲を時間内に引き継ぎませんでした</translation>
    </message>
    <message>
        <source>no node answers</source>
        <translation>応答するノードがありません</translation>
    </message>
</context>
<context>
    <name>monitor::RandomRingDialog</name>
    <message>
        <source>Open a random ring</source>
        <translation>ランダムなリングを開く</translation>
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
    <message>
        <source>A simulated ring with nodes at random identifiers. Equal settings give equal rings.</source>
        <translation>識別子がランダムなノードのシミュレーションのリングです。同じ設定からは同じリングができます。</translation>
    </message>
    <message numerus="yes">
        <source>%1 bits allow only %n identifiers. Choose fewer nodes or more bits.</source>
        <translation>
            <numerusform>%1 ビットでは識別子が %n 個しかありません。ノードを減らすか、ビット数を増やしてください。</numerusform>
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
        <source>No voter of the range %1 answers; its keys cannot be read or written until the range is recovered.</source>
        <translation>範囲 %1 の投票ノードはどれも応答しません。範囲が復旧されるまで、そのキーの読み書きはできません。</translation>
    </message>
    <message>
        <source>The range %1 has no quorum: %2, its only voter, does not answer; its keys cannot be read or written until it does or the range is recovered.</source>
        <translation>範囲 %1 には定足数がありません。唯一の投票ノード %2 が応答しません。応答するか、範囲が復旧されるまで、そのキーの読み書きはできません。</translation>
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
    <message>
        <source>The range %1 has a new leader, which synchronizes the replicas before it serves.</source>
        <translation>範囲 %1 には新しいリーダーがあり、要求を受け付ける前にレプリカを同期しています。</translation>
    </message>
    <message>
        <source>The range %1 has no quorum: no majority of its voters %2 can communicate; its keys cannot be read or written until they can.</source>
        <translation>範囲 %1 には定足数がありません。投票ノード %2 の過半数が互いに通信できません。通信できるまで、そのキーの読み書きはできません。</translation>
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
        <source>The recording is empty. Choose another file.</source>
        <translation>記録は空です。別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>The file is not valid JSON, or is incomplete. %1 Choose another file.</source>
        <translation>ファイルが正しい JSON ではないか、途中で切れています。%1 別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>Cannot write the recording to %1: %2. Choose another folder or name.</source>
        <translation>記録を %1 に書き込めません：%2。別のフォルダーか名前を選んでください。</translation>
    </message>
    <message>
        <source>Cannot open %1: %2. Choose another file.</source>
        <translation>%1 を開けません：%2。別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>%1 is too large to be opened: it has %2 MB, the limit is %3 MB.</source>
        <translation>%1 は大きすぎて開けません。%2 MB ありますが、上限は %3 MB です。</translation>
    </message>
</context>
<context>
    <name>monitor::ReplaySource</name>
    <message>
        <source>This is a recording; it cannot be changed. Connect to a ring, or open the textbook ring.</source>
        <translation>これは記録なので変更できません。リングに接続するか、教科書のリングを開いてください。</translation>
    </message>
</context>
<context>
    <name>monitor::RingBars</name>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>ノード %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>キー %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>Local ring: %1, %2</source>
        <translation>ローカルリング：%1、%2</translation>
    </message>
    <message>
        <source>Ring of %1: %2, %3</source>
        <translation>%1 のリング：%2、%3</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message numerus="yes">
        <source>The local ring stops with this window, and its %n keys are lost.</source>
        <translation>
            <numerusform>このウィンドウを閉じるとローカルリングは停止し、キー %n 個が失われます。</numerusform>
        </translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>停止する</translation>
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
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>And %1 more.</source>
        <translation>ほかに %1 件。</translation>
    </message>
    <message>
        <source>There are %1 separate rings: %2. A key that is stored in one is not found in the others.</source>
        <translation>別々のリングが %1 個あります：%2。一方に保存したキーはほかでは見つかりません。</translation>
    </message>
</context>
<context>
    <name>monitor::RingHealth</name>
    <message>
        <source>%1 of %2 voters of the range %3 answer.</source>
        <translation>範囲 %3 の投票ノード %2 個のうち %1 個が応答しています。</translation>
    </message>
    <message>
        <source>The range %1 has %2 voters; %3 are enough.</source>
        <translation>範囲 %1 には投票ノードが %2 個ありますが、%3 個で十分です。</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 は応答しません。</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>まだ不明</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>完全</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>機能低下</translation>
    </message>
    <message>
        <source>no quorum</source>
        <translation>定足数なし</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>届きません</translation>
    </message>
    <message>
        <source>nodes that do not answer</source>
        <translation>応答しないノード</translation>
    </message>
    <message>
        <source>wrong pointers</source>
        <translation>誤ったポインター</translation>
    </message>
    <message>
        <source>ranges without a leader</source>
        <translation>リーダーのない範囲</translation>
    </message>
    <message>
        <source>under-replicated ranges</source>
        <translation>レプリカが不足している範囲</translation>
    </message>
    <message>
        <source>ranges with surplus voters</source>
        <translation>投票ノードが余分な範囲</translation>
    </message>
    <message>
        <source>ranges without a quorum</source>
        <translation>定足数のない範囲</translation>
    </message>
    <message>
        <source>lost ranges</source>
        <translation>失われた範囲</translation>
    </message>
</context>
<context>
    <name>monitor::RingKeysFilter</name>
    <message>
        <source>Not a regular expression: %1 (at character %2).</source>
        <translation>正規表現として正しくありません：%1（%2 文字目）。</translation>
    </message>
</context>
<context>
    <name>monitor::RingKeysModel</name>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>識別子</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>ノード</translation>
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
    <name>monitor::RingKeysPanel</name>
    <message>
        <source>Keys of the ring</source>
        <translation>リングのキー</translation>
    </message>
    <message>
        <source>search the keys</source>
        <translation>キーを検索</translation>
    </message>
    <message>
        <source>Search the keys</source>
        <translation>キーの検索</translation>
    </message>
    <message>
        <source>How to search</source>
        <translation>検索の方法</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>含む</translation>
    </message>
    <message>
        <source>regular expression</source>
        <translation>正規表現</translation>
    </message>
    <message>
        <source>begins with</source>
        <translation>で始まる</translation>
    </message>
    <message>
        <source>Size of the values</source>
        <translation>値のサイズ</translation>
    </message>
    <message>
        <source>any size</source>
        <translation>すべてのサイズ</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>%1 以上</translation>
    </message>
    <message>
        <source>only of the selected node</source>
        <translation>選択したノードのみ</translation>
    </message>
    <message>
        <source>List again</source>
        <translation>再取得</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Export the keys that are shown (CSV)</source>
        <translation>表示中のキーをエクスポート（CSV）</translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>キー %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n keys</source>
        <translation>
            <numerusform>キー %n 個中 %1 個</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, listing…</source>
        <translation>%1、取得中…</translation>
    </message>
    <message>
        <source>%1, the first of the ring</source>
        <translation>%1（リングの先頭から）</translation>
    </message>
</context>
<context>
    <name>monitor::RingSession</name>
    <message numerus="yes">
        <source>Starting %n nodes.</source>
        <translation>
            <numerusform>ノード %n 個を起動しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cannot connect: %1</source>
        <translation>接続できません：%1</translation>
    </message>
    <message>
        <source>Connecting to %1.</source>
        <translation>%1 に接続しています。</translation>
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
    <name>monitor::StageBand</name>
    <message>
        <source>Lesson</source>
        <translation>レッスン</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>測定中…</translation>
    </message>
    <message>
        <source>Watch the ring.</source>
        <translation>リングを見てください。</translation>
    </message>
    <message>
        <source>Right: %1.</source>
        <translation>正解：%1。</translation>
    </message>
    <message>
        <source>The answer: %1.</source>
        <translation>答え：%1。</translation>
    </message>
    <message>
        <source>The step failed. %1</source>
        <translation>このステップは失敗しました。%1</translation>
    </message>
    <message>
        <source>%1 · step %2 of %3 · %4</source>
        <translation>%1 · ステップ %2／%3 · %4</translation>
    </message>
    <message>
        <source>More (%1 of %2)</source>
        <translation>続き（%1／%2）</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>次のステップ</translation>
    </message>
</context>
<context>
    <name>monitor::StartPage</name>
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
        <source>Open the textbook ring</source>
        <translation>教科書のリングを開く</translation>
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
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Real nodes on this computer. They are stopped with this window.</source>
        <translation>このコンピューター上の本物のノードです。このウィンドウを閉じると停止します。</translation>
    </message>
    <message>
        <source>Random ring…</source>
        <translation>ランダムなリング…</translation>
    </message>
    <message>
        <source>A simulated ring of your size, with nodes at random identifiers.</source>
        <translation>識別子がランダムなノードのシミュレーションのリングです。ノード数を指定できます。</translation>
    </message>
    <message>
        <source>The example of the Chord paper, simulated; it can be paused and stepped.</source>
        <translation>Chord の論文の例のシミュレーションです。一時停止や 1 ステップずつの実行ができます。</translation>
    </message>
    <message>
        <source>Any node of a running ring; the other nodes are discovered.</source>
        <translation>稼働中のリングのどのノードでもかまいません。ほかのノードは自動的に見つかります。</translation>
    </message>
    <message>
        <source>Keep this ring&apos;s data</source>
        <translation>このリングのデータを保存する</translation>
    </message>
    <message>
        <source>Its nodes write to disk, and the ring can be opened again with all its keys.</source>
        <translation>ノードはディスクに書き込み、リングはすべてのキーとともに再び開けます。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete this ring and its data</source>
        <translation>このリングとそのデータを削除する</translation>
    </message>
    <message numerus="yes">
        <source>Reopen: %n nodes, %1</source>
        <comment>of a kept ring; when it was used</comment>
        <translation>
            <numerusform>再び開く：ノード %n 個、%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Run a ring</source>
        <translation>リングを動かす</translation>
    </message>
    <message>
        <source>Rings that were kept</source>
        <translation>保存されたリング</translation>
    </message>
    <message>
        <source>Learn Chord</source>
        <translation>Chord を学ぶ</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>レッスン</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続する</translation>
    </message>
    <message>
        <source>Recent addresses</source>
        <translation>最近のアドレス</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>ブックマーク</translation>
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
        <source>No ring.</source>
        <translation>リングなし。</translation>
    </message>
    <message>
        <source>(read-only)</source>
        <translation>（読み取り専用）</translation>
    </message>
    <message>
        <source>Opening a ring.</source>
        <translation>リングを開いています。</translation>
    </message>
</context>
<context>
    <name>monitor::TeacherWindow</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>次のステップ</translation>
    </message>
    <message>
        <source>Teacher&apos;s notes</source>
        <translation>教師用メモ</translation>
    </message>
    <message>
        <source>Steps of the lesson</source>
        <translation>レッスンのステップ</translation>
    </message>
    <message>
        <source>No lesson is open. Choose one in the menu Lessons.</source>
        <translation>レッスンは開かれていません。「レッスン」メニューから選んでください。</translation>
    </message>
    <message>
        <source>Lesson %1: %2</source>
        <translation>レッスン %1：%2</translation>
    </message>
    <message>
        <source>The class sees</source>
        <translation>クラスに表示中の内容</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答え</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>次：%1</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次</translation>
    </message>
    <message>
        <source>This is the last step. %1</source>
        <translation>これが最後のステップです。%1</translation>
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
    <message>
        <source>now</source>
        <translation>現在</translation>
    </message>
</context>
<context>
    <name>monitor::TimelineBar</name>
    <message>
        <source>Timeline</source>
        <translation>タイムライン</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>ライブに戻る</translation>
    </message>
</context>
<context>
    <name>monitor::TracePanel</name>
    <message>
        <source>Lookups and their hops</source>
        <translation>検索とそのホップ</translation>
    </message>
    <message>
        <source>Look up a key: each hop of the lookup is explained here.</source>
        <translation>キーを検索すると、検索の各ホップがここで説明されます。</translation>
    </message>
</context>
<context>
    <name>monitor::TraceText</name>
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
    <message>
        <source>%1 checks its own range: it contains %2.</source>
        <translation>%1 は自分の範囲を確かめます：%2 を含みます。</translation>
    </message>
    <message>
        <source>%1 checks its own tables.</source>
        <translation>%1 は自分の表を確かめます。</translation>
    </message>
    <message>
        <source>%1 has cached that %2 owns this part of the ring, and asks it.</source>
        <translation>%1 は %2 がこの範囲を所有することをキャッシュしており、%2 に尋ねます。</translation>
    </message>
    <message>
        <source>%1 asks its successor %2: %3 is between them, so %2 owns it.</source>
        <translation>%1 は後続ノード %2 に尋ねます：%3 は両者の間にあるので %2 のものです。</translation>
    </message>
    <message>
        <source>%1 returns its successor %2: %3 is between them, so %2 owns it.</source>
        <translation>%1 は後続ノード %2 を返します：%3 は両者の間にあるので %2 のものです。</translation>
    </message>
    <message>
        <source>%1 asks %2 from its successor list: the closest node that it knows before %3.</source>
        <translation>%1 は後続リストの %2 に尋ねます：知っているうちで %3 の手前に最も近いノードです。</translation>
    </message>
    <message>
        <source>%1 returns %2 from its successor list: the closest node that it knows before %3.</source>
        <translation>%1 は後続リストの %2 を返します：知っているうちで %3 の手前に最も近いノードです。</translation>
    </message>
    <message>
        <source>%1 asks its finger %2, %3: the closest node that it knows before %4.</source>
        <translation>%1 はフィンガー %2 の %3 に尋ねます：知っているうちで %4 の手前に最も近いノードです。</translation>
    </message>
    <message>
        <source>%1 returns its finger %2, %3: the closest node that it knows before %4.</source>
        <translation>%1 はフィンガー %2 の %3 を返します：知っているうちで %4 の手前に最も近いノードです。</translation>
    </message>
    <message numerus="yes">
        <source>%1 from %2: not found after %n hops, %3</source>
        <translation>
            <numerusform>%2 からの %1：%n ホップ後、見つかりませんでした（%3）</numerusform>
        </translation>
    </message>
    <message>
        <source>The lookup failed: no other node on the way answers.</source>
        <translation>検索は失敗しました：経路上の他のノードが応答しません。</translation>
    </message>
</context>
<context>
    <name>monitor::ValueEditor</name>
    <message>
        <source>Value as text</source>
        <translation>値（テキスト）</translation>
    </message>
    <message>
        <source>Value as JSON</source>
        <translation>値（JSON）</translation>
    </message>
    <message>
        <source>Value in hexadecimal</source>
        <translation>値（16 進数）</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>16 進</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Content-Type</source>
        <translation>Content-Type</translation>
    </message>
    <message>
        <source>never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds, after a number</comment>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Expires after</source>
        <translation>有効期限</translation>
    </message>
    <message>
        <source>Only if it has not changed (If-Match)</source>
        <translation>変更されていない場合のみ（If-Match）</translation>
    </message>
    <message>
        <source>Stores only if the key still has the version that was read; otherwise nothing is written.</source>
        <translation>キーが読み取ったときのバージョンのままである場合にだけ保存します。そうでなければ何も書き込みません。</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>読み込む…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>ファイルに…</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>No text that can be edited here: %1.</source>
        <translation>ここでは編集できないデータです：%1。</translation>
    </message>
    <message>
        <source>No JSON: %1 (at byte %2).</source>
        <translation>JSON ではありません：%1（%2 バイト目）。</translation>
    </message>
    <message>
        <source>… and more</source>
        <translation>… 以下省略</translation>
    </message>
    <message>
        <source>Cannot read %1: %2.</source>
        <translation>%1 を読み込めません：%2。</translation>
    </message>
    <message>
        <source>%1 has %2; a node takes less.</source>
        <translation>%1 は %2 あり、ノードが受け付ける大きさを超えています。</translation>
    </message>
</context>
<context>
    <name>monitor::ValueText</name>
    <message>
        <source>… and %1 more</source>
        <translation>… 残り %1</translation>
    </message>
</context>
</TS>
