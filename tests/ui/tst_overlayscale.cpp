#include "diagram/legendpaint.h"
#include "diagram/overlayscale.h"
#include "diagramtext.h"
#include "overlay/overlaytexts.h"
#include "style/contrast.h"

#include <QPainter>
#include <QSet>
#include <QTest>

using namespace inceptoscope;

class OverlayScaleTest : public QObject
{
    Q_OBJECT

private slots:
    void costsStartAtZero()
    {
        const DiagramSpec spec = diagramSpec(test::network("inception_v4"), {});
        const OverlayValues overlay{Overlay::Parameters, {{"stem", 100.0}, {"inception_a", 400.0}}};
        const OverlayScale scale = overlayScale(spec, overlay).value();
        QCOMPARE(scale, (OverlayScale{0.0, 400.0, false}));
        QCOMPARE(scale.position(100.0), 0.25);
        QCOMPARE(scale.position(800.0), 1.0);
        QCOMPARE(scale.position(-1.0), 0.0);
    }

    void energiesAreLogarithmic()
    {
        const DiagramSpec spec = diagramSpec(test::network("inception_v4"), {});
        const OverlayValues overlay{Overlay::Energy,
                                    {{"stem", 0.01}, {"inception_a", 100.0}, {"inception_b", 0.0}}};
        const OverlayScale scale = overlayScale(spec, overlay).value();
        QCOMPARE(scale, (OverlayScale{0.01, 100.0, true}));
        QCOMPARE(scale.position(1.0), 0.5);
        QCOMPARE(scale.position(0.0), 0.0);
    }

    void zerosGoToAll()
    {
        const DiagramSpec spec = diagramSpec(test::network("inception_v4"), {});
        QCOMPARE(overlayScale(spec, {Overlay::Zeros, {{"stem", 0.3}}}).value(),
                 (OverlayScale{0.0, 1.0, false}));
    }

    void isThatOfTheBoxesThatAreShown()
    {
        const NetworkGraph graph = test::network("inception_v4");
        const OverlayValues overlay{Overlay::Parameters,
                                    {{"inception_a", 900.0}, {"inception_a.0", 300.0}}};
        QCOMPARE(overlayScale(diagramSpec(graph, {}), overlay)->greatest, 900.0);
        QCOMPARE(overlayScale(diagramSpec(graph, {"inception_a"}), overlay)->greatest, 300.0);
        QVERIFY(!overlayScale(diagramSpec(graph, {}), {Overlay::Parameters, {}}));
    }

    void partsOfAnAdditionHaveOneValue()
    {
        const DiagramSpec spec = diagramSpec(test::network("inception_resnet_v2"),
                                             {"inception_resnet_a", "inception_resnet_a.0"});
        const OverlayValues overlay{Overlay::Energy, {{"inception_resnet_a.0.add", 2.0}}};
        QStringList tinted;
        for (const DiagramNode &node : spec.nodes) {
            if (overlayValueAt(node, overlay))
                tinted += test::formName(node.form);
        }
        QCOMPARE(tinted, QStringList("sum"));
    }

    void zeroAloneIsTheLowEnd()
    {
        const DiagramSpec spec = diagramSpec(test::network("inception_resnet_v2"), {});
        for (const Overlay overlay : {Overlay::ResidualRatio, Overlay::Energy}) {
            const OverlayScale scale =
                overlayScale(spec, {overlay, {{"inception_resnet_a", 0.0}}}).value();
            QCOMPARE(scale, (OverlayScale{0.0, 0.0, false}));
            QCOMPARE(overlayColour(scale, 0.0), QColor::fromRgb(colourOf(overlayColours, 0.0)));
        }
        const OverlayScale one = overlayScale(spec, {Overlay::Energy, {{"stem", 5.0}}}).value();
        QCOMPARE(one.position(5.0), 1.0);
    }

    void aLegendOfOneValueHasItsColour()
    {
        const LegendContent content{Overlay::ResidualRatio, OverlayScale{}, {}};
        QCOMPARE(legendText(content),
                 "Colours of the boxes: Residual to trunk, 0 everywhere, V: no padding (Valid)");
        QImage image(legendSize(content, QFont(), 0), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintLegend(painter, content, QFont(), Theme::fromPalette(QPalette()), 0);
        painter.end();
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colours += image.pixel(x, y);
        }
        QVERIFY(colours.contains(colourOf(overlayColours, 0.0)));
        QVERIFY(!colours.contains(colourOf(overlayColours, 1.0)));
    }

    void textIsToldFromEveryTint()
    {
        for (int i = 0; i <= 1000; ++i) {
            const QColor tint = overlayColour({0.0, 1000.0, false}, i);
            QVERIFY2(contrastRatio(textColourOn(tint), tint) >= 4.5, qPrintable(tint.name()));
        }
    }

    void contrastIsAsDefined()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
        // The lightest grey that passes on white, and the next one that does not.
        QVERIFY(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
        QVERIFY(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    }

    void valuesHaveUnits_data()
    {
        QTest::addColumn<Overlay>("overlay");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("whole");
        QTest::addColumn<QString>("shorter");
        QTest::newRow("energy") << Overlay::Energy << 0.2263 << "energy 0.226 (mean square)"
                                << "0.226";
        QTest::newRow("zeros") << Overlay::Zeros << 0.3401 << "34.0 % zeros" << "34.0 %";
        QTest::newRow("ratio") << Overlay::ResidualRatio << 0.31
                               << "residual 0.31 times the trunk (RMS)" << "0.31";
        QTest::newRow("costs") << Overlay::MultiplyAdds << 87005184.0 << "87,005,184 multiply-adds"
                               << "87.0 M";
        QTest::newRow("few") << Overlay::Parameters << 812.0 << "812 parameters" << "812";
        QTest::newRow("bytes") << Overlay::Memory << 1065024.0 << "output of 1.07 MB (float32)"
                               << "1.07 MB";
        QTest::newRow("time") << Overlay::Time << 3.728 << "3.73 ms, measured" << "3.73 ms";
    }

    void valuesHaveUnits()
    {
        QFETCH(Overlay, overlay);
        QFETCH(double, value);
        QTEST(overlayValueText(overlay, value), "whole");
        QTEST(shortOverlayValue(overlay, value), "shorter");
    }

    void legendSaysWhatColoursMean()
    {
        QCOMPARE(legendText({}),
                 "Colours of the boxes: convolution, pooling, concatenation, residual addition, "
                 "linear, other, V: no padding (Valid)");
        QCOMPARE(legendText({Overlay::Time, OverlayScale{0.0, 3.0, false}, {}}),
                 "Colours of the boxes: Time per layer, from 0 ms to 3 ms, linear scale, measured "
                 "in passes of their own, V: no padding (Valid)");
        QCOMPARE(legendText({Overlay::Energy, {}, "This needs a photo"}),
                 "Colours of the boxes: Activation energy, This needs a photo, "
                 "V: no padding (Valid)");
    }
};

Q_DECLARE_METATYPE(inceptoscope::Overlay)

QTEST_MAIN(OverlayScaleTest)
#include "tst_overlayscale.moc"
