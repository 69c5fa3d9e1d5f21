#include "session/photolist.h"
#include "support/await.h"
#include "support/temporaryfolder.h"

#include <QFile>
#include <QSettings>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TestKeptPhotos : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                           QString::fromStdString((m_folder.path() / "not" / "made").string()));
    }

    void withoutAFileThereAreNone()
    {
        QFile::remove(keptPhotosFile());
        QCOMPARE(readKeptPhotos().result(), KeptPhotos());
    }

    /// Whatever a name may have in it.
    void areReadAsTheyWereWritten()
    {
        KeptPhotos photos{{"/a/b.png", "/a/two\nlines.jpg", "/ä/한글.png"}, 7};
        for (int i = photos.paths.size(); i < mostKeptPhotos; ++i)
            photos.paths << QStringLiteral("/photos/%1.png").arg(i);
        QVERIFY(writeKeptPhotos(photos).result());
        QCOMPARE(readKeptPhotos().result(), photos);
        writeKeptPhotos({}); // and right after it, without waiting
        const auto read = readKeptPhotos();
        AWAIT(read.isFinished()); // to ask for the result would carry it out here and now
        QCOMPARE(read.result(), KeptPhotos());
    }

    void damagedFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("another format") << QByteArray("PNG");
        QTest::newRow("no number") << QByteArray("Inceptoscope photos 1\0x\0", 24);
        QTest::newRow("negative") << QByteArray("Inceptoscope photos 1\0-1\0", 25);
        QTest::newRow("cut off") << QByteArray("Inceptoscope photos 1\0"
                                               "0\0/a/b",
                                               28);
        QTest::newRow("too many") << QByteArray("Inceptoscope photos 1\0"
                                                "0\0",
                                                24)
                + QByteArray("/a\0", 3).repeated(mostKeptPhotos + 1);
    }

    void damagedFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(writeKeptPhotos({}).result()); // makes the folder
        QFile file(keptPhotosFile());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto read = readKeptPhotos().result();
        QVERIFY(!read);
        QVERIFY2(QString::fromStdString(read.error().message)
                     .endsWith("where the photos of last time are listed, is damaged; open them "
                               "again"),
                 read.error().message.c_str());
    }

    void theSelectedOneIsKeptInAnyCase()
    {
        QStringList paths;
        for (int i = 0; i < mostKeptPhotos + 3; ++i)
            paths << QString::number(i);
        QCOMPARE(photosToKeep(paths.first(3), "2"), (KeptPhotos{paths.first(3), 0}));
        QCOMPARE(photosToKeep(paths, "5"), (KeptPhotos{paths.first(mostKeptPhotos), 3}));
        QStringList expected = paths.first(mostKeptPhotos - 1);
        expected << paths.constLast();
        QCOMPARE(photosToKeep(paths, paths.constLast()), (KeptPhotos{expected, 3}));
    }

private:
    TemporaryFolder m_folder;
};

QTEST_GUILESS_MAIN(TestKeptPhotos)
#include "tst_keptphotos.moc"
