print("milepostd")
