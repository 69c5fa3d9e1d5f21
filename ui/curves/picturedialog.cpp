#include "curves/picturedialog.h"

#include "style/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace inceptoscope {

namespace {

using Unit = PictureSize::Unit;

constexpr int printDotsPerInch = 300;
constexpr int longestTitle = 200; // characters
constexpr double longestSide = 20000; // of any unit; what is possible is told below

QString key(const char *name)
{
    return QStringLiteral("curves/picture/") + QLatin1String(name);
}

/// The same picture in another unit.
PictureSize inUnit(const PictureSize &size, Unit unit)
{
    constexpr double millimetresOfInch = 25.4;
    const bool isPixels = unit == Unit::Pixels;
    const int dots = isPixels ? screenDotsPerInch : printDotsPerInch;
    const QSizeF sides = size.inches() * (isPixels ? double(dots) : millimetresOfInch);
    return {sides.width(), sides.height(), unit, dots};
}

} // namespace

PictureDialog::PictureDialog(const PictureOptions &options, QWidget *parent)
    : QDialog(parent)
    , m_title(new QLineEdit(this))
    , m_width(new QDoubleSpinBox(this))
    , m_height(new QDoubleSpinBox(this))
    , m_unit(new QComboBox(this))
    , m_resolution(new QSpinBox(this))
    , m_colours(new QComboBox(this))
    , m_legend(new QCheckBox(tr("&Legend"), this))
    , m_size(new QLabel(this))
{
    setWindowTitle(tr("Save picture"));
    buildFields();
    layOut();
    show(options);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &PictureDialog::changeUnit);
    for (QDoubleSpinBox *side : {m_width, m_height})
        connect(side, &QDoubleSpinBox::valueChanged, this, &PictureDialog::tellSize);
    connect(m_resolution, &QSpinBox::valueChanged, this, &PictureDialog::tellSize);
}

void PictureDialog::buildFields()
{
    constexpr int mostDots = 4800;
    m_title->setMaxLength(longestTitle);
    m_title->setPlaceholderText(tr("None"));
    m_width->setRange(1, longestSide);
    m_height->setRange(1, longestSide);
    m_width->setAccessibleName(tr("Width"));
    m_height->setAccessibleName(tr("Height"));
    m_unit->addItem(tr("mm"), QVariant::fromValue(int(Unit::Millimetres)));
    m_unit->addItem(tr("pixels"), QVariant::fromValue(int(Unit::Pixels)));
    m_unit->setAccessibleName(tr("Unit of the size"));
    m_resolution->setRange(10, mostDots);
    m_resolution->setSuffix(tr(" dpi"));
    m_resolution->setToolTip(tr("How many pixels an inch has. Text and lines are as large as on "
                                "paper: of a size in pixels, more dots make them larger"));
    m_colours->addItem(tr("Light"));
    m_colours->addItem(tr("Dark"));
}

void PictureDialog::layOut()
{
    auto *sides = new QHBoxLayout;
    sides->addWidget(m_width, 1);
    sides->addWidget(new QLabel(QStringLiteral("×"), this));
    sides->addWidget(m_height, 1);
    sides->addWidget(m_unit);
    auto *fields = new QFormLayout;
    fields->addRow(tr("&Title"), m_title);
    auto *sizeLabel = new QLabel(tr("&Size"), this);
    sizeLabel->setBuddy(m_width);
    fields->addRow(sizeLabel, sides);
    fields->addRow(tr("&Resolution"), m_resolution);
    fields->addRow(tr("&Colours"), m_colours);
    fields->addRow(QString(), m_legend);
    m_size->setWordWrap(true);
    m_size->setTextFormat(Qt::PlainText);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto *save = buttons->addButton(tr("Choose a &file…"), QDialogButtonBox::AcceptRole);
    save->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(fields);
    layout->addWidget(m_size);
    layout->addStretch();
    layout->addWidget(buttons);
    setMinimumWidth(50 * gridUnit);
}

void PictureDialog::show(const PictureOptions &options)
{
    m_title->setText(options.title);
    m_unit->setCurrentIndex(m_unit->findData(int(options.size.unit)));
    applyUnit(options.size.unit);
    m_width->setValue(options.size.width);
    m_height->setValue(options.size.height);
    m_resolution->setValue(options.size.dotsPerInch);
    m_colours->setCurrentIndex(options.dark ? 1 : 0);
    m_legend->setChecked(options.legend);
    tellSize();
}

void PictureDialog::applyUnit(Unit unit)
{
    m_shownUnit = unit;
    for (QDoubleSpinBox *side : {m_width, m_height}) {
        side->setDecimals(unit == Unit::Pixels ? 0 : 1);
        side->setSingleStep(unit == Unit::Pixels ? 50 : 5);
    }
}

void PictureDialog::changeUnit()
{
    PictureOptions changed = options();
    const auto unit = static_cast<Unit>(m_unit->currentData().toInt());
    changed.size.unit = m_shownUnit;
    changed.size = inUnit(changed.size, unit);
    const QSignalBlocker blocker(m_unit);
    show(changed);
}

/// How large that is, or why it is not possible.
void PictureDialog::tellSize()
{
    const PictureSize size = options().size;
    const auto checked = checkSize(size, CurveFormat::Svg);
    const auto png = checkSize(size, CurveFormat::Png);
    if (!checked)
        m_size->setText(
            tr("Not possible: %1.").arg(QString::fromStdString(checked.error().message)));
    else
        m_size->setText(tr("SVG and PDF: %1. PNG: %2.")
                            .arg(sizeText(size, CurveFormat::Svg),
                                 png ? sizeText(size, CurveFormat::Png) : tr("too large")));
    for (QPushButton *button : findChildren<QPushButton *>()) {
        if (button->isDefault())
            button->setEnabled(checked.has_value());
    }
}

PictureOptions PictureDialog::options() const
{
    return {{m_width->value(), m_height->value(), static_cast<Unit>(m_unit->currentData().toInt()),
             m_resolution->value()},
            m_colours->currentIndex() == 1,
            m_title->text(),
            m_legend->isChecked()};
}

PictureOptions rememberedPictureOptions()
{
    const QSettings settings;
    PictureOptions options;
    PictureSize size;
    const QString unit = settings.value(key("unit")).toString();
    size.unit = unit == QStringLiteral("px") ? Unit::Pixels : Unit::Millimetres;
    size.width = settings.value(key("width"), size.width).toDouble();
    size.height = settings.value(key("height"), size.height).toDouble();
    size.dotsPerInch = settings.value(key("dpi"), size.dotsPerInch).toInt();
    if (checkSize(size, CurveFormat::Svg))
        options.size = size;
    options.dark = settings.value(key("dark"), false).toBool();
    options.legend = settings.value(key("legend"), true).toBool();
    return options;
}

void rememberPictureOptions(const PictureOptions &options)
{
    QSettings settings;
    const bool isPixels = options.size.unit == Unit::Pixels;
    settings.setValue(key("unit"), isPixels ? QStringLiteral("px") : QStringLiteral("mm"));
    settings.setValue(key("width"), options.size.width);
    settings.setValue(key("height"), options.size.height);
    settings.setValue(key("dpi"), options.size.dotsPerInch);
    settings.setValue(key("dark"), options.dark);
    settings.setValue(key("legend"), options.legend);
}

} // namespace inceptoscope
