"""What generated plans are made of: rows of the bundled plans and rows that nobody has written, with new agencies.

It knows the plans and the official standard (Nghị định 30/2020/NĐ-CP), and nothing of the parser.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

PLANS = Path(__file__).parent.parent / "ingest" / "plans"

PLACES = [
    ("xã", "Sơn Thịnh", "Lào Cai"),
    ("xã", "Đak Pơ", "Gia Lai"),
    ("phường", "Hòa Khánh", "Đà Nẵng"),
    ("xã", "Mỹ Đức Tây", "Đồng Tháp"),
    ("đặc khu", "Lý Sơn", "Quảng Ngãi"),
    ("phường", "Tam Điệp", "Ninh Bình"),
    ("xã", "Ea Kar", "Đắk Lắk"),
]
AGENCIES = [
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Văn phòng HĐND và UBND",
    "Trạm Khuyến nông khu vực",
    "Công an {type}",
    "Ban Chỉ huy Quân sự {type}",
    "Trường THCS Nguyễn Du",
    "Hội Nông dân {type}",
    "Đoàn Thanh niên",
    "Hợp tác xã nông nghiệp {name}",
    "Ban Quản lý chợ {name}",
    "Trung tâm Phục vụ hành chính công",
    "Hạt Kiểm lâm khu vực",
    "Bưu điện {name}",
    "Đội Quản lý trật tự đô thị",
    "Tổ công nghệ số cộng đồng",
    "Ủy ban MTTQ Việt Nam {type}",
    "Ngân hàng Chính sách xã hội",
    "Trạm Thú y",
    "Ban Quản lý dự án đầu tư xây dựng",
]
VERBS = [
    "Xây dựng kế hoạch",
    "Rà soát, bổ sung",
    "Tổ chức tập huấn về",
    "Triển khai mô hình",
    "Nâng cấp, duy tu",
    "Kiểm tra, giám sát việc",
    "Tuyên truyền, phổ biến",
    "Lập danh mục và số hóa",
    "Đôn đốc thực hiện",
]
TOPICS = [
    "thu gom và phân loại rác thải sinh hoạt tại nguồn",
    "chuyển đổi số trong cung cấp dịch vụ công trực tuyến toàn trình",
    "đường giao thông liên thôn đoạn từ nhà văn hóa đến trạm bơm",
    "phòng, chống cháy rừng mùa khô (trọng điểm là rừng phòng hộ)",
    "chương trình mỗi xã một sản phẩm (OCOP) đối với chè, mật ong và gạo nếp",
    "bảo tồn và phát huy giá trị lễ hội truyền thống gắn với du lịch cộng đồng",
    "cấp nước sạch hợp vệ sinh cho các hộ nghèo, hộ cận nghèo",
    "tái đàn vật nuôi sau dịch tả lợn châu Phi",
    "quy hoạch sử dụng đất thời kỳ 2026 - 2035",
    "xóa nhà tạm, nhà dột nát theo Nghị quyết số 15-NQ/TW",
    "phổ cập giáo dục mầm non cho trẻ em từ 3 đến 5 tuổi",
    "hệ thống truyền thanh thông minh tại 100% thôn, tổ dân phố",
    "đăng ký khai sinh, khai tử lưu động",
    "tín dụng ưu đãi cho thanh niên khởi nghiệp",
]
TAILS = [
    "",
    "",
    " trên địa bàn {type}",
    " theo Quyết định số 218/QĐ-UBND ngày 05/02/2026",
    "; định kỳ đánh giá, rút kinh nghiệm",
    ", bảo đảm đúng tiến độ và chất lượng",
    " giai đoạn 2026 - 2030",
]
DEADLINES = [
    "Quý II/2026",
    "Tháng 9/2026",
    "Trước ngày 30/6/2026",
    "31/12/2026",
    "Hằng năm",
    "Thường xuyên",
    "2026-2030",
    "Năm 2027",
    "Quý IV/2026",
    "Đến tháng 6/2028",
    "Từ năm 2026",
    "Sau khi tỉnh ban hành hướng dẫn",
    "2026",
]
PRODUCTS = ["Kế hoạch", "Báo cáo", "Quyết định", "Hồ sơ, dữ liệu", "Mô hình", "Nghị quyết của HĐND", "Danh mục"]
GROUPS = [
    "Về phát triển kinh tế",
    "Hạ tầng và môi trường",
    "Nhóm nhiệm vụ về văn hóa, giáo dục",
    "Chuyển đổi số, cải cách hành chính",
    "Quốc phòng, an ninh",
]
INDICATORS = [
    ("Tỷ lệ hộ dân được sử dụng nước sạch", "%", "≥ 95"),
    ("Thu nhập bình quân đầu người", "triệu đồng/năm", "72"),
    ("Số sản phẩm OCOP đạt từ 3 sao trở lên", "sản phẩm", "4"),
    ("Tỷ lệ che phủ rừng", "%", "41,5"),
    ("Tỷ lệ hồ sơ giải quyết trực tuyến toàn trình", "%", "Trên 80"),
    ("Giảm tỷ lệ hộ nghèo đa chiều", "%/năm", "1,5 - 2"),
    ("Số km đường trục thôn được cứng hóa", "km", "12,4"),
    ("Tỷ lệ rác thải sinh hoạt được thu gom, xử lý", "%", "Đạt 90"),
    ("Tổng đàn trâu, bò", "con", "3.200"),
    ("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi", "%", "< 15"),
]
NOTES = ["", "Số liệu năm 2025: 88%", "Theo Nghị quyết Đại hội Đảng bộ", "Chưa có số liệu", "Tăng 3 sản phẩm"]


@dataclass(frozen=True)
class Row:
    """One true row: its group heading, number, and the text of its cells by role ("" where blank)."""

    number: str
    cells: dict[str, str]
    group: str = ""
    group_number: str = ""


@dataclass(frozen=True)
class Material:
    """What one document is made of."""

    place: tuple[str, str, str]
    roles: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


def material(rng: random.Random, *, groups: bool, blanks: bool, targets: bool = False) -> Material:
    """The rows of one document. A third of the task documents uses rows of a bundled plan."""
    place = rng.choice(PLACES)
    if targets:
        return Material(place, ("number", "indicator", "unit", "value", "note"), _targets(rng))
    roles = ["number", "task", "lead", "coordinating", "deadline"]
    if rng.random() < 0.35:
        roles.append("product")
    count = rng.randint(6, 14)
    real = rng.sample(_bundled_rows(), k=count)
    source = [real.pop() if rng.random() < 0.34 else _invented(rng, place) for _ in range(count)]
    for cells in source:
        cells.setdefault("product", rng.choice(PRODUCTS))
        if not blanks:
            for role in ("coordinating", "deadline"):
                cells[role] = cells[role] or ("Các cơ quan liên quan" if role == "coordinating" else "Thường xuyên")
        elif rng.random() < 0.35:
            cells[rng.choice(["coordinating", "deadline"])] = ""
    cells_only = [{role: cells[role] for role in roles if role != "number"} for cells in source]
    return Material(place, tuple(roles), _numbered(rng, cells_only, groups))


def _numbered(rng: random.Random, cells: list[dict[str, str]], groups: bool) -> list[Row]:
    if not groups:
        return [Row(str(index), row) for index, row in enumerate(cells, 1)]
    size = rng.randint(2, 4)
    names = rng.sample(GROUPS, k=min(len(GROUPS), -(-len(cells) // size)))
    style = rng.choice(["restart", "running", "sub"])
    rows = []
    for index, row in enumerate(cells):
        group = min(index // size, len(names) - 1)
        inner = index - group * size + 1
        number = {"restart": str(inner), "running": str(index + 1), "sub": f"{group + 1}.{inner}"}[style]
        mark = str(group + 1) if style == "sub" else ["I", "II", "III", "IV", "V"][group]
        rows.append(Row(number, row, names[group], mark))
    return rows


def _targets(rng: random.Random) -> list[Row]:
    chosen = rng.sample(INDICATORS, k=rng.randint(5, len(INDICATORS)))
    return [
        Row(str(index), {"indicator": name, "unit": unit, "value": value, "note": rng.choice(NOTES)})
        for index, (name, unit, value) in enumerate(chosen, 1)
    ]


def _invented(rng: random.Random, place: tuple[str, str, str]) -> dict[str, str]:
    def fill(text: str) -> str:
        return text.format(type=place[0], name=place[1])

    lead, *others = rng.sample(AGENCIES, k=rng.randint(2, 4))
    separator = rng.choice([", ", "; "])
    return {
        "task": fill(f"{rng.choice(VERBS)} {rng.choice(TOPICS)}{rng.choice(TAILS)}"),
        "lead": fill(lead),
        "coordinating": fill(separator.join(others)),
        "deadline": rng.choice(DEADLINES),
    }


def _bundled_rows() -> list[dict[str, str]]:
    """Rows 1 to 35 of the bundled plan that prints its tasks as a tab grid."""
    rows = []
    for path in sorted(PLANS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = [" ".join(cell.split()) for cell in line.split("\t")]
            if len(cells) == 5 and cells[0].isdigit() and int(cells[0]) < 36 and len(cells[1]) > 20:
                rows.append(dict(zip(("task", "lead", "coordinating", "deadline"), cells[1:], strict=True)))
    return rows
